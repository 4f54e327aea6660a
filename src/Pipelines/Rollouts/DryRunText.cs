using System.Text;
using Pipelines.Engine;
using Pipelines.Steps;

namespace Pipelines.Rollouts;

/// <summary>Describes what a deployment would do. Writes nothing.</summary>
internal static class DryRunText
{
    /// <param name="step">The environment.</param>
    /// <param name="fleets">Its hosts.</param>
    /// <param name="first">Text before the hosts; null means nothing.</param>
    /// <param name="release">Id of the release; null if it would only be known after packaging.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<string> TellAsync(StepContext step, Fleets fleets, string? first, string? release,
        CancellationToken cancellation)
    {
        var text = new StringBuilder("dry run: nothing is changed.\n");
        text.Append(first is null ? "" : $"{first}\n");
        foreach (var target in fleets.Targets(step))
        {
            var plan =
                target.Spec.Strategy.Deploy(target.Spec, await target.Host.InspectAsync(cancellation), release
                    ?? "of the build", deployment: "");
            foreach (var action in plan.Acts)
            {
                text.Append($"{target.Host.Name}: {action.Description}\n");
            }
        }

        return text.ToString();
    }
}
