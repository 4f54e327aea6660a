using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>Tells the controller what the engine reports. What nobody hears any more is dropped: an act is not disturbed by it.</summary>
internal sealed class WireReporter(FrameChannel channel, TimeProvider clock) : IReporter
{
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromMilliseconds(200);

    private readonly Redaction _mask = new();
    private long? _progressAt;

    public IDisposable Group(string title)
    {
        Info(title);
        return new MemoryStream(); // nothing to close
    }

    public void Info(string text) => Tell(WireTone.Info, new Problem(null, text));

    public void Debug(string text) => Tell(WireTone.Debug, new Problem(null, text));

    public void Warning(Problem problem) => Tell(WireTone.Warning, problem);

    public void Error(Problem problem) => Tell(WireTone.Error, problem);

    public void Progress(Progress progress)
    {
        var isLast = progress.Done == progress.Total;
        if (!isLast && _progressAt is { } before && clock.GetElapsedTime(before) < BetweenProgress)
        {
            return;
        }

        _progressAt = clock.GetTimestamp();
        Send(new WireMessage.Progressed(
            progress.Task, progress.Done, progress.Total, progress.Unit, progress.Files?.Done, progress.Files?.Total));
    }

    public void Mask(Secret secret) => _mask.Add(secret);

    /// <summary>A text without secrets.</summary>
    public string Redact(string text) => _mask.Apply(text);

    public WireProblem Redact(Problem problem) => new(
        problem.Where is null ? null : Redact(problem.Where), Redact(problem.What), problem.Hint is null ? null : Redact(problem.Hint));

    private void Tell(WireTone tone, Problem problem) => Send(new WireMessage.Told(tone, Redact(problem)));

    private void Send(WireMessage message)
    {
        try
        {
            channel.WriteAsync(message, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            return; // the controller is gone
        }
    }
}
