using Pipelines.History;
using Pipelines.Steps;

namespace Pipelines.Deployments;

/// <summary>Looks at the queue of an environment, and changes nothing.</summary>
internal sealed class QueueLook(StepContext step, StageSetup setup, TimeProvider clock)
{
    /// <summary>Asked for deployments that wait.</summary>
    public IntentGate Gate { get; } = new(step, setup.Stage, clock);

    /// <summary>The deployments that wait, in the order in which they are to be made.</summary>
    public async Task<IReadOnlyList<WaitingIntent>> WaitingAsync(CancellationToken cancellation)
    {
        var waiting = new List<WaitingIntent>();
        foreach (var intent in (await setup.QueueAsync(cancellation)).Waiting)
        {
            waiting.Add(new WaitingIntent(intent, await ReleaseOfAsync(intent, cancellation), Gate.Decide(intent)));
        }

        return waiting;
    }

    private async Task<string?> ReleaseOfAsync(DeploymentRecord intent, CancellationToken cancellation) => intent.Release
        ?? (intent.Request.Commit is { } commit ? (await setup.Releases.ListAsync(cancellation)).FirstOrDefault(release => release.Provenance.Commit == commit)?.Id.Value : null);
}
