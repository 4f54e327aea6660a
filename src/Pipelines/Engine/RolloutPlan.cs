namespace Pipelines.Engine;

/// <summary>The order in which a deployment goes through its participants: all are prepared, then one batch after the other goes live and
/// is proven, then all commit.</summary>
/// <param name="Batches">In order. All of a batch go live, then all of it are proven, before the next one begins.</param>
/// <param name="Parallelism">How many participants are prepared at the same time; at least 1.</param>
public sealed record RolloutPlan(IReadOnlyList<IReadOnlyList<IParticipant>> Batches, int Parallelism)
{
    private const int DefaultParallelism = 8;

    /// <summary>Every participant, in order.</summary>
    public IEnumerable<IParticipant> Participants => Batches.SelectMany(batch => batch);

    /// <summary>One participant after the other: a release that does not work reaches only the first.</summary>
    public static RolloutPlan OneByOne(IEnumerable<IParticipant> participants) =>
        new([.. participants.Select(participant => (IReadOnlyList<IParticipant>)[participant])], DefaultParallelism);

    /// <summary>Does something with all participants at the same time; the first failure stops the others, and is the one that is
    /// thrown.</summary>
    public async Task ForAllAsync(Func<IParticipant, CancellationToken, Task> act, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var places = new SemaphoreSlim(Parallelism);
        await Task.WhenAll([.. Participants.Select(OneAsync)]);

        async Task OneAsync(IParticipant participant)
        {
            await places.WaitAsync(stop.Token);
            try
            {
                await act(participant, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
            finally
            {
                places.Release();
            }
        }
    }
}
