using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
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

    private static readonly Table<(int Number, IReadOnlyList<string> Hosts)> Waves =
        new Table<(int Number, IReadOnlyList<string> Hosts)>("waves")
            .Number("wave", "Wave", wave => wave.Number)
            .Shown("Hosts side by side", wave => string.Join(", ", wave.Hosts))
            .GivenList("hosts", wave => wave.Hosts);

    /// <summary>How a deployment would end as far as can be known, and the plan.</summary>
    /// <param name="step">The environment.</param>
    /// <param name="deployer">Its deployer.</param>
    /// <param name="release">Id of the release.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">A host cannot take the release.</exception>
    public static async Task<StepResult> PlanAsync(StepContext step, Deployer deployer, string release, CancellationToken cancellation)
    {
        var adopts = step.Get(DeployInputs.AdoptHost);
        var history = await deployer.HistoryAsync(adopts, step.Get(DeployInputs.AcceptHistory) is not null, cancellation);
        var fleet = deployer.Fleet;
        var again = step.Get(DeployInputs.Again);
        var job = Job(step, release) with { Log = deployer.Log, AdoptsHost = adopts };
        var states = await fleet.Targets.AskAsync((target, token) => target.Host.InspectAsync(job, token), cancellation);
        var serve = states.All(state => state.Live?.Release == release && state.Stopped is null);
        var waves = fleet.Rollout.Of([.. fleet.Targets.Select(target => target.Host.Name)], deployment: "");

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
                    .. states.Count < 2 ? [] : (View[])[Waves.Of([.. waves.Select((hosts, number) => (number + 1, hosts))])],
                    Actions.Of([.. fleet.Targets.Zip(states).SelectMany(host => Rows(host.First, host.Second, release))]),
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
