using System.Globalization;
using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>Progress in a log that is kept: a line every ten seconds.</summary>
internal sealed class ProgressLines(TimeProvider clock) : IProgressView
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private long _last = clock.GetTimestamp();

    public void Show(Progress progress, Action<string> line)
    {
        if (clock.GetElapsedTime(_last) >= Every)
        {
            _last = clock.GetTimestamp();
            line(Text(progress));
        }
    }

    public void Clear()
    {
    }

    /// <summary>One line: task, count, share.</summary>
    public static string Text(Progress progress) => string.Create(CultureInfo.InvariantCulture, $"{progress.Task}: {progress switch
    {
        { Total: { } total and > 0 } => $"{Count(progress.Done, progress.Unit)} of {Count(total, progress.Unit)} ({100 * progress.Done / total} %)",
        _ => Count(progress.Done, progress.Unit),
    }}");

    private static string Count(long count, string unit) => unit == "bytes"
        ? string.Create(CultureInfo.InvariantCulture, $"{count / 1048576.0:0.0} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
}
