using Pipelines.Engine;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Rollouts;

/// <summary>Describes what a deployment would do. Writes nothing.</summary>
internal static class DryRun
{
    private static readonly Table<(string Host, string Action)> Actions = new Table<(string Host, string Action)>("plan")
        .Text("host", "Host", row => row.Host)
        .Text("action", "Would", row => row.Action);

    private static readonly Table<(int Number, IReadOnlyList<string> Hosts)> Waves =
        new Table<(int Number, IReadOnlyList<string> Hosts)>("waves")
            .Number("wave", "Wave", wave => wave.Number)
            .Shown("Hosts side by side", wave => string.Join(", ", wave.Hosts))
            .GivenList("hosts", wave => wave.Hosts);

    /// <param name="step">The environment.</param>
    /// <param name="targets">Its hosts.</param>
    /// <param name="release">Id of the release; null if it would only be known after packaging.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The waves, when there are several hosts, and what would be done on each of them.</returns>
    public static async Task<IReadOnlyList<View>> PlanAsync(StepContext step, IReadOnlyList<Target> targets, string? release,
        CancellationToken cancellation)
    {
        var states = new HostState[targets.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = RolloutPlan.Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, states.Length, limit,
            async (number, token) => states[number] = await targets[number].Host.InspectAsync(Job(step, release), token));
        var actions = Actions.Of([.. targets.Zip(states).SelectMany(host => Would(host.First, host.Second, release)
            .Select(action => (host.First.Host.Name, action)))]);
        var waves = Fleets.Rollout(step).Of([.. targets.Select(target => target.Host.Name)], deployment: "");
        return states.Length < 2 ? [actions]
            : [Waves.Of([.. waves.Select((hosts, number) => (number + 1, hosts))]), actions];
    }

    private static IEnumerable<string> Would(Target target, HostState state, string? release) =>
    [
        .. state is { Live: null, Earlier: { IsAdoptedUnasked: true } earlier }
            ? [$"adopt what an earlier tool left, to go back to: {string.Join(", ", earlier.Parts)}"] : Array.Empty<string>(),
        .. target.Spec.Strategy.Deploy(target.Spec, state, release ?? "of the build", deployment: "").Acts.Select(act => act.Description),
    ];

    /// <summary>A job that changes nothing.</summary>
    public static HostJob Job(StepContext step, string? release) =>
        new(step.App, step.Environment, Deployment: "", Token: 0, DeploymentType.None, release ?? "", Commit: null, step.Actor);
}
