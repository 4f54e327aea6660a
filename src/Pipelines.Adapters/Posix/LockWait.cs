using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Posix;

/// <summary>A wait for a lock: it ends, and it is told.</summary>
/// <param name="What">What is waited for, such as <c>the lock of /srv/app</c>.</param>
internal sealed record LockWait(string What)
{
    /// <summary>A shorter wait is not worth a word.</summary>
    public static readonly TimeSpan Untold = TimeSpan.FromSeconds(2);

    /// <summary>How long it may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Tells people; null for nobody.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>What is waited for, in a sentence.</summary>
    public string Words(string holder) => $"waiting for {What}, which is held by {holder}, for at most {Durations.Format(Limit)}.";

    public PipelineException TooLong(string holder) => new(
        $"{What} was not free within {Durations.Format(Limit)}: it is held by {holder}.",
        "If that process hangs or is stopped, end it (kill -9) or let it go on (kill -CONT); then run the same command again.");
}
