using Pipelines.Gates.Decisions;
using Pipelines.History.Events;
using Pipelines.Model;

namespace Pipelines.Engine;

/// <summary>What was asked for.</summary>
/// <param name="App">The app.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Type">Deployment type, as the gate told it.</param>
public sealed record DeployRequest(string App, string Environment, DeploymentType Type)
{
    /// <summary>Code and words of the gate's decision.</summary>
    public (string Code, string Explanation) Admission { get; init; } = ("", "");

    /// <summary>What was overridden to let it pass; null for nothing.</summary>
    public Override? Override { get; init; }

    /// <summary>Asks the gate once more, right before the first host is switched; null when it still lets the deployment pass.</summary>
    public Func<CancellationToken, Task<DeploymentEvent.Blocked?>> AskAgain { get; init; } = _ =>
        Task.FromResult<DeploymentEvent.Blocked?>(null);

    /// <summary>What is deployed, and who asked for it.</summary>
    public Origin Origin { get; init; } = new();

    /// <summary>Why, in the words of the person who asked for it; null for no reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Deploy a release that is live already, or that failed before.</summary>
    public bool Again { get; init; }

    /// <summary>The environment whose live release is promoted; null if it is no promotion.</summary>
    public string? From { get; init; }

    /// <summary>Take over hosts that belong to another log.</summary>
    public bool AdoptsHost { get; init; }

    /// <summary>Watch a lease that seems alive, for its time to live, before it is given up.</summary>
    public bool IsPatient { get; init; }

    public TimeSpan LeaseTimeToLive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same as an event.</summary>
    public DeploymentEvent.Requested Asked => new(Type, Origin.Commit, Origin.Actor, Reason, Origin.RunUrl, Origin.Ref) { From = From };
}
