using Pipelines.Engine;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Reads the queue of an environment, and changes nothing.</summary>
internal sealed class QueueLook(StepContext step, StageSetup setup, IGateConnections connections, TimeProvider clock)
{
    /// <summary>The gate for queued deployments.</summary>
    public IntentGate Gate { get; } = new(step, setup.Stage, connections, clock);

    /// <summary>The queued deployments, in the order in which they are to run.</summary>
    public async Task<IReadOnlyList<WaitingIntent>> WaitingAsync(CancellationToken cancellation)
    {
        var waiting = new List<WaitingIntent>();
        foreach (var intent in (await setup.QueueAsync(cancellation)).Waiting)
        {
            var release = await ReleaseOfAsync(intent, cancellation);
            waiting.Add(new WaitingIntent(intent, release, await Gate.DecideAsync(intent, release, cancellation)));
        }

        return waiting;
    }

    private async Task<string?> ReleaseOfAsync(DeploymentRecord intent, CancellationToken cancellation) => intent.Release
        ?? (intent.Request.Commit is { } commit ? (await setup.Releases.ListAsync(cancellation)).FirstOrDefault(release => release.Provenance.Commit == commit)?.Id.Value : null);
}
