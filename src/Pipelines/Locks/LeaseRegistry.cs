using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Locks;

/// <summary>
/// One lease per environment, kept as an object in the store: taken, renewed and released with conditional writes, so that exactly one of
/// any number of competitors wins. A dead holder's lease expires on its own; hosts reject tokens lower than the highest they have seen.
/// Clocks of two machines are never compared to take a lease: it has expired when its record has not changed for its time to live, by the
/// monotonic time of the one who waits.
/// </summary>
/// <param name="store">Where it is kept.</param>
/// <param name="app">The app.</param>
/// <param name="environment">The environment.</param>
/// <param name="probe">Determines whether a holder is dead.</param>
/// <param name="clock">The clock.</param>
/// <param name="reporter">Told what it waits for, and of clocks that differ; null for nobody.</param>
public sealed class LeaseRegistry(IStore store, string app, string environment, IHolderProbe probe, TimeProvider clock,
    IReporter? reporter = null)
{
    /// <summary>
    /// A process that loses a race finds the winner on its next read; a store that reports more lost races than this is not working
    /// correctly.
    /// </summary>
    private const int MostTries = 50;

    /// <summary>What the holder does, in words; null for a deployment.</summary>
    public string? What { get; init; }

    private string Key => $"{app}/leases/{environment}.json";

    /// <summary>Who holds it now.</summary>
    /// <exception cref="PipelineException">The lease is not readable.</exception>
    public async Task<LeaseStatus> ShowAsync(CancellationToken cancellation)
    {
        var found = await ReadAsync(cancellation);
        return found is not { Value: var record }
            ? new LeaseStatus(0, null, null)
            : IsFree(record) ? new LeaseStatus(record.Token, null, null) : new LeaseStatus(record.Token, record.Holder, record.ExpiresAt);
    }

    /// <summary>Who holds it, whatever any clock says; a dead process of this machine holds nothing.</summary>
    /// <exception cref="PipelineException">The lease is not readable.</exception>
    public async Task<LeaseStatus> HolderAsync(CancellationToken cancellation) =>
        await ReadAsync(cancellation) is { Value: { Holder: { } holder } record } && !probe.IsDead(holder)
            ? new LeaseStatus(record.Token, holder, record.ExpiresAt)
            : await ShowAsync(cancellation) with { Holder = null, ExpiresAt = null };

    /// <summary>Takes the lease. One that is free, or whose holder is known to be dead, is taken at once. Otherwise it is watched for its
    /// time to live, unless it says itself that it has not expired.</summary>
    /// <param name="description">Who takes it, in words.</param>
    /// <param name="timeToLive">How long it lasts unless renewed; it is renewed three times in that period.</param>
    /// <param name="isPatient">Whether one that seems alive is watched as well.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="PipelineException">Another holder has it (exit status 11), or the lease is not readable.</exception>
    public async Task<Lease> TakeAsync(string description, TimeSpan timeToLive, CancellationToken cancellation, bool isPatient = false)
    {
        var stored = new LeaseObject(store, Key, timeToLive, clock);
        var watch = new LeaseWatch(token => ReadAsync(stored.ReadAsync, token), probe, clock, reporter, $"{app}/{environment}");
        for (var tries = 0; tries < MostTries; tries++)
        {
            var found = await ReadAsync(stored.ReadAsync, cancellation);
            if (found is { Value: { Holder: { } holder } held } taking && !probe.IsDead(holder))
            {
                found = await watch.UntilAbandonedAsync(taking, timeToLive, isPatient, cancellation) ?? throw Held(holder, held.ExpiresAt);
            }

            var since = clock.GetTimestamp();
            var mine = new LeaseRecord((found?.Value.Token ?? 0) + 1, probe.Self(description), clock.GetUtcNow() + timeToLive)
            {
                TimeToLive = timeToLive,
            };
            if (await AnsweredAsync(() => stored.WriteAsync(mine, found?.Version, stands => stands == mine, cancellation)) is { } taken)
            {
                return new Lease(stored, mine, taken, since, timeToLive, clock);
            }
        }

        throw new PipelineException(
            $"the lease of {app}/{environment} ({Key} in {store.Location}) cannot be taken: the store repeatedly reports that it was "
                + $"changed "
                + "in the meantime.", "Check the server: it seems to report wrong object versions.");
    }

    /// <summary>
    /// Revokes the lease from its holder, who finds out at its next renewal or event. Does nothing if the holder no longer has it.
    /// </summary>
    /// <param name="token">The holder's token.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>Whether this call revoked it.</returns>
    public async Task<bool> ReleaseAsync(long token, CancellationToken cancellation)
    {
        while (await ReadAsync(cancellation) is { Value: var record, Version: var version } && record.Token == token
            && record.Holder is not null)
        {
            var free = record with { Holder = null, ExpiresAt = clock.GetUtcNow() };
            if (await store.WriteJsonAsync(Key, free, LocksJson.Default.LeaseRecord, PutCondition.Version(version),
                cancellation) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private Task<(LeaseRecord Value, string Version)?> ReadAsync(CancellationToken cancellation) =>
        ReadAsync(token => store.ReadJsonAsync(Key, LocksJson.Default.LeaseRecord, token), cancellation);

    private async Task<(LeaseRecord Value, string Version)?> ReadAsync(
        Func<CancellationToken, Task<(LeaseRecord Value, string Version)?>> read, CancellationToken cancellation)
    {
        try
        {
            return await AnsweredAsync(() => read(cancellation));
        }
        catch (JsonException e)
        {
            throw new PipelineException($"the lease of {app}/{environment} ({Key} in {store.Location}) is not readable.",
                "Restore that object from a backup of the store.", inner: e);
        }
    }

    private async Task<T> AnsweredAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (TimeoutException e)
        {
            throw new PipelineException(
                $"{store.Location} does not respond in time for the lease of {app}/{environment} ({Key}), even after retries.",
                "Check the network and the server, and run it again; --lease lengthens the lease and with it each attempt.", inner: e);
        }
    }

    private bool IsFree(LeaseRecord record) =>
        record.Holder is null || record.ExpiresAt <= clock.GetUtcNow() || probe.IsDead(record.Holder);

    private PipelineException Held(LeaseHolder holder, DateTimeOffset expiresAt) => new(
        $"another {What ?? $"deployment of {app}/{environment}"} is in progress: {holder.Description}, lease until "
            + $"{Instants.Format(expiresAt)}.",
        $"Wait for it; if it has died, the lease expires in at most {(expiresAt - clock.GetUtcNow()).ForPeople()}.",
        ExitCode.LeaseHeld);
}
