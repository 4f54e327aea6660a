using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Rollouts;

/// <summary>Finds out what a deployment would do, by the checks that it makes itself. Writes nothing.</summary>
internal static class DryRun
{
    private static readonly Table<(string Host, string Action)> Actions = new Table<(string Host, string Action)>("plan")
        .Text("host", "Host", row => row.Host)
        .Text("action", "Would", row => row.Action);

    /// <summary>How a deployment would end as far as can be known, and the plan.</summary>
    /// <param name="step">The environment.</param>
    /// <param name="deployer">Its deployer.</param>
    /// <param name="release">Id of the release.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">A host cannot take the release.</exception>
    public static async Task<StepResult> PlanAsync(StepContext step, Deployer deployer, string release, CancellationToken cancellation)
    {
        var history = await deployer.HistoryAsync(cancellation);
        var fleet = deployer.Fleet;
        var again = step.Get(DeployInputs.Again);
        var (actions, serve) = (new List<(string Host, string Action)>(), true);
        foreach (var target in fleet.Targets)
        {
            var job = Job(step, release) with { Log = deployer.Log, AdoptsHost = step.Get(DeployInputs.AdoptHost) };
            var state = await target.Host.InspectAsync(job, cancellation);
            serve &= state.Live?.Release == release && state.Stopped is null;
            actions.AddRange(Rows(target, state, release));
        }

        if (!again && history.Condemnation(release, fleet.Settings) is { } condemned)
        {
            return new StepResult(ExitCode.Blocked, DeploymentText.KnownBad(condemned, fleet.Settings));
        }

        var before = history.Live?.Find<DeploymentEvent.Configured>()?.Settings;
        return !again && serve && !history.IsUncertain && DeploySettings.AreSame(before, fleet.Settings)
            ? StepResult.Passed($"release {release} is already live; nothing would be changed.")
            : StepResult.Passed("") with
            {
                Views =
                [
                    .. before is null || fleet.Settings is null ? [] : DeploySettings.Changes(before, fleet.Settings).Select(change =>
                        new Paragraph($"configuration changed since release {history.Live!.Release}: {PrintableText.Of(change)}")),
                    Actions.Of(actions),
                ],
            };
    }

    /// <summary>A job that changes nothing.</summary>
    public static HostJob Job(StepContext step, string? release) =>
        new(step.App, step.Environment, Deployment: "", Token: 0, DeploymentType.None, release ?? "", Commit: null, step.Actor);

    private static IEnumerable<(string Host, string Action)> Rows(Target target, HostState state, string release)
    {
        if (state is { Live: null, Earlier: { IsAdoptedUnasked: true } earlier })
        {
            yield return (target.Host.Name, $"adopt what an earlier tool left, to go back to: {string.Join(", ", earlier.Parts)}");
        }

        foreach (var action in target.Spec.Strategy.Deploy(target.Spec, state, release, deployment: "").Acts)
        {
            yield return (target.Host.Name, action.Description);
            if (action is HostAction.Stage && target.Spec.Install is { } install)
            {
                yield return (target.Host.Name, $"run install: {PrintableText.Of(string.Join(' ', install))}");
            }
        }
    }
}
