using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>How progress is displayed.</summary>
internal interface IProgressView
{
    /// <summary>Shows progress now, later or not at all.</summary>
    /// <param name="progress">The progress.</param>
    /// <param name="line">Writes a whole line.</param>
    void Show(Progress progress, Action<string> line);

    /// <summary>Removes a drawn bar before a line is written.</summary>
    void Clear();
}
