using Pipelines.Gates;
using Pipelines.History;
using Pipelines.Packaging;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Reads the queue of an environment, and changes nothing.</summary>
internal sealed class QueueReader(StepContext step, Intents intents, ReleaseSources sources, GateKeeper keeper, TimeProvider clock)
{
    /// <summary>The gate for queued deployments.</summary>
    public IntentGate Gate { get; } = new(step, keeper, clock);

    /// <summary>The queued deployments, in the order in which they are to run.</summary>
    public async Task<IReadOnlyList<WaitingIntent>> WaitingAsync(CancellationToken cancellation)
    {
        var waiting = new List<WaitingIntent>();
        foreach (var intent in (await intents.ListAsync(step, cancellation)).Waiting)
        {
            var release = await ReleaseAsync(intent, cancellation);
            waiting.Add(new WaitingIntent(intent, release, await Gate.DecideAsync(intent, release, cancellation)));
        }

        return waiting;
    }

    /// <summary>The release that a queued deployment refers to: its own, or the newest of its commit; null if the store has none.</summary>
    public async Task<string?> ReleaseAsync(DeploymentRecord intent, CancellationToken cancellation) => intent.Release
        ?? (intent.Request.Commit is { } commit ? await sources.PackagedFromAsync(step, commit, cancellation) : null);

    /// <summary>A release that is to be deployed for a queued deployment.</summary>
    /// <exception cref="Errors.PipelineException">The store does not have it.</exception>
    public Task<IReleaseSource> SourceAsync(DeploymentRecord record, string release, CancellationToken cancellation) =>
        sources.StoredAsync(step, release, record.Request.Commit, cancellation);
}
