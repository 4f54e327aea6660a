using Pipelines.Stores;

namespace Pipelines.Locks;

/// <summary>
/// A lease in the store. No request waits for its answer longer than a sixth of the lease's time to live: one that is swallowed leaves time
/// for others before the lease expires, whatever time limit the store has. An attempt that was given up may have been carried out, or may
/// be yet; since every write names the version that it replaces, that is found out by reading.
/// </summary>
internal sealed class LeaseObject(IStore store, string key, TimeSpan timeToLive, TimeProvider clock)
{
    private const int AttemptsInALife = 6;

    public string Location => store.Location;

    /// <summary>Reads it; null when nobody ever took it.</summary>
    /// <exception cref="TimeoutException">No attempt was answered.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is not readable.</exception>
    public Task<(LeaseRecord Record, string Version)?> ReadAsync(CancellationToken cancellation) =>
        UntilAnsweredAsync<(LeaseRecord, string)?>(
            async token => await store.ReadJsonAsync(key, LocksJson.Default.LeaseRecord, token), cancellation);

    /// <summary>Replaces it, as long as it is what is expected, or what an earlier attempt of this write left.</summary>
    /// <param name="record">What to write.</param>
    /// <param name="version">The version to replace; null when there must be none.</param>
    /// <param name="isOurs">Whether a record that stands there now was written by this holder: then it may be replaced, too.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The version now stored; null when somebody else wrote.</returns>
    /// <exception cref="TimeoutException">No attempt was answered.</exception>
    public Task<string?> WriteAsync(LeaseRecord record, string? version, Func<LeaseRecord, bool> isOurs, CancellationToken cancellation) =>
        UntilAnsweredAsync(async token =>
        {
            while (true)
            {
                var condition = version is null ? PutCondition.Absent : PutCondition.Version(version);
                if (await store.WriteJsonAsync(key, record, LocksJson.Default.LeaseRecord, condition, token) is { } written)
                {
                    return written;
                }

                var found = await store.ReadJsonAsync(key, LocksJson.Default.LeaseRecord, token);
                if (found is not { Value: var stands, Version: var now } || !isOurs(stands) || now == version)
                {
                    return null;
                }

                if (stands == record)
                {
                    return now;
                }

                version = now;
            }
        }, cancellation);

    private async Task<T> UntilAnsweredAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        for (var attempts = 1; ; attempts++)
        {
            using var limit = new CancellationTokenSource(timeToLive / AttemptsInALife, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            try
            {
                return await ask(either.Token).WaitAsync(either.Token); // a store may not heed the token
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                if (attempts == AttemptsInALife)
                {
                    throw new TimeoutException("it does not respond");
                }
            }
        }
    }
}
