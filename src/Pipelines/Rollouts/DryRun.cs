using Pipelines.Engine;
using Pipelines.Hosts;
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

    /// <param name="step">The environment.</param>
    /// <param name="targets">Its hosts.</param>
    /// <param name="release">Id of the release; null if it would only be known after packaging.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<View> PlanAsync(StepContext step, IReadOnlyList<Target> targets, string? release,
        CancellationToken cancellation)
    {
        var actions = new List<(string Host, string Action)>();
        foreach (var target in targets)
        {
            var state = await target.Host.InspectAsync(Job(step, release), cancellation);
            if (state is { Live: null, Earlier: { IsAdoptedUnasked: true } earlier })
            {
                actions.Add((target.Host.Name, $"adopt what an earlier tool left, to go back to: {string.Join(", ", earlier.Parts)}"));
            }

            var plan = target.Spec.Strategy.Deploy(target.Spec, state, release ?? "of the build", deployment: "");
            actions.AddRange(plan.Acts.Select(action => (target.Host.Name, action.Description)));
        }

        return Actions.Of(actions);
    }

    /// <summary>A job that changes nothing.</summary>
    public static HostJob Job(StepContext step, string? release) =>
        new(step.App, step.Environment, Deployment: "", Token: 0, DeploymentType.None, release ?? "", Commit: null, step.Actor);
}
