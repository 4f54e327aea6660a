using System.Globalization;
using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>Progress in words: how far, and for bytes the speed and the time left, based on the last ten seconds.</summary>
internal sealed class ProgressText(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private readonly Queue<(long At, long Done)> _seen = new();
    private (long At, long Done) _from;
    private string? _task;

    /// <summary>Records all progress, whether it is shown or not.</summary>
    public void See(Progress progress)
    {
        var now = (At: clock.GetTimestamp(), progress.Done);
        if (progress.Task != _task)
        {
            _seen.Clear();
            (_task, _from) = (progress.Task, now);
        }

        _seen.Enqueue(now);
        while (clock.GetElapsedTime(_seen.Peek().At) > Window)
        {
            _from = _seen.Dequeue();
        }
    }

    /// <summary>One line: task, count, share, files, speed, time left.</summary>
    public string Of(Progress progress) => string.Create(CultureInfo.InvariantCulture, $"{progress.Task}: {progress switch
    {
        { Total: { } total and > 0 } =>
            $"{Number(progress.Done, progress.Unit)} of {Count(total, progress.Unit)} ({100 * progress.Done / total} %)",
        _ => Count(progress.Done, progress.Unit),
    }}{(progress.Files is { } files ? $", {files.Done} of {files.Total} files" : "")}{Speed(progress)}");

    private string Speed(Progress progress)
    {
        var took = clock.GetElapsedTime(_from.At);
        if (progress.Unit != "bytes" || took < Least || progress.Done <= _from.Done)
        {
            return "";
        }

        var speed = (progress.Done - _from.Done) / took.TotalSeconds;
        var left = progress.Total - progress.Done is { } more and > 0
            ? $", {TimeSpan.FromSeconds(Math.Ceiling(more / speed)).ForPeople()} left" : "";
        return $", {Count((long)speed, "bytes")}/s{left}";
    }

    private static string Count(long count, string unit) => $"{Number(count, unit)} {(unit == "bytes" ? "MiB" : unit)}";

    private static string Number(long count, string unit) =>
        (unit == "bytes" ? count / 1048576.0 : count).ToString(unit == "bytes" ? "0.0" : "0", CultureInfo.InvariantCulture);
}
