using Pipelines.Engine;
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
    /// <param name="fleets">Its hosts.</param>
    /// <param name="release">Id of the release; null if it would only be known after packaging.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<View> PlanAsync(StepContext step, Fleets fleets, string? release, CancellationToken cancellation)
    {
        var actions = new List<(string Host, string Action)>();
        foreach (var target in fleets.Targets(step))
        {
            var state = await target.Host.InspectAsync(cancellation);
            var plan = target.Spec.Strategy.Deploy(target.Spec, state, release ?? "of the build", deployment: "");
            actions.AddRange(plan.Acts.Select(action => (target.Host.Name, action.Description)));
        }

        return Actions.Of(actions);
    }
}
