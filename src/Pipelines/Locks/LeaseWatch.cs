using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Locks;

/// <summary>Finds out whether the holder of a lease still renews it, without comparing two machines' clocks.</summary>
/// <param name="read">Reads the lease.</param>
/// <param name="probe">Determines whether a holder is dead.</param>
/// <param name="clock">The clock of this machine.</param>
/// <param name="reporter">Told what it waits for, and of clocks that differ; null for nobody.</param>
/// <param name="name">Which lease, for messages.</param>
internal sealed class LeaseWatch(
    Func<CancellationToken, Task<(LeaseRecord Value, string Version)?>> read, IHolderProbe probe, TimeProvider clock, IReporter? reporter,
    string name)
{
    /// <summary>Clocks that differ by more are told of.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>A shorter wait is not worth a word.</summary>
    private static readonly TimeSpan Untold = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Watches a lease that somebody holds.</summary>
    /// <param name="found">The lease as it was just read.</param>
    /// <param name="timeToLive">How long it lasts, where it does not say that itself.</param>
    /// <param name="isPatient">Whether one that seems alive is watched as well.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The lease when it may be taken; null when its holder is alive, or may be.</returns>
    public async Task<(LeaseRecord Value, string Version)?> UntilAbandonedAsync(
        (LeaseRecord Value, string Version) found, TimeSpan timeToLive, bool isPatient, CancellationToken cancellation)
    {
        var life = found.Value.TimeToLive is { } told && told > TimeSpan.Zero ? told : timeToLive;
        var left = found.Value.ExpiresAt - clock.GetUtcNow();
        if (left > life + Tolerance)
        {
            TellOfClocks(found.Value, left - life);
        }
        else if (left > TimeSpan.Zero && !isPatient)
        {
            return null;
        }

        return await ChangeAsync(found, life, cancellation) switch
        {
            { IsOver: true } => found,
            { Now: null or { Value.Holder: null } } change => change.Now ?? found,
            { Now: { } renewed } => Alive(renewed.Value),
        };
    }

    private (LeaseRecord, string)? Alive(LeaseRecord renewed)
    {
        if (clock.GetUtcNow() - renewed.ExpiresAt is var late && late > Tolerance)
        {
            TellOfClocks(renewed, -late);
        }

        return null;
    }

    /// <summary>Waits until the record changes, or its holder is dead, or its life is over.</summary>
    private async Task<(bool IsOver, (LeaseRecord Value, string Version)? Now)> ChangeAsync(
        (LeaseRecord Value, string Version) found, TimeSpan life, CancellationToken cancellation)
    {
        var (started, isTold) = (clock.GetTimestamp(), false);
        while (clock.GetElapsedTime(started) is var waited && waited < life && !probe.IsDead(found.Value.Holder!))
        {
            if (!isTold && waited >= Untold)
            {
                reporter?.Info($"waiting for the lease of {name}, which {found.Value.Holder!.Description} holds: it is taken over if it is "
                    + $"not renewed within {Durations.Format(life)}.");
                isTold = true;
            }

            await clock.WaitAsync(life - waited < Look ? life - waited : Look, cancellation);
            if (await read(cancellation) is var now && now?.Version != found.Version)
            {
                return (false, now);
            }
        }

        return (true, null);
    }

    private void TellOfClocks(LeaseRecord record, TimeSpan ahead) => reporter?.Warning(new Problem(
        name,
        $"the clock of {record.Holder?.Description ?? "the holder of the lease"} is about {ahead.Duration().ForPeople()} "
            + $"{(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the clock of this machine.",
        "Synchronize the clocks. Leases do not depend on them, but windows, tokens and certificates do."));
}
