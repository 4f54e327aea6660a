using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>How progress is shown.</summary>
internal interface IProgressView
{
    /// <summary>Shows progress now, later or not at all.</summary>
    /// <param name="progress">How far it is.</param>
    /// <param name="line">Writes a whole line.</param>
    void Show(Progress progress, Action<string> line);

    /// <summary>Takes a drawn bar away before a line is written.</summary>
    void Clear();
}
