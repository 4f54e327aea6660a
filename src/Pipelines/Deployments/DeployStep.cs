using System.Text;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Releases;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Deployments;

/// <summary>The guarded deployment: gate, lease, package, store, stage, switch, prove, commit; and back when anything fails.</summary>
public sealed class DeployStep(IConnections connections, TimeProvider clock) : Step
{
    public override StepDefinition Definition { get; } = new("deploy", "Take a build live safely, or leave what was live untouched.")
    {
        Details = "Asks the gate, takes the environment's lease, packages the build, stages it on every host, switches, proves it by the health checks and commits. "
            + "When anything fails, what was live before is brought back and proven. Interrupted at any point, the same command finishes or undoes it.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs =
        [
            CommonInputs.Stage with { Required = true },
            PackageInputs.Path,
            DeployInputs.Release,
            StoreInputs.Store,
            GateInputs.Mode.Or(GateMode.Enforce, "enforce") with { Summary = "What to do when the gate is closed: enforce ends with status 3, report ends with status 0 without deploying, wait waits." },
            GateInputs.WaitLimit,
            .. GateInputs.All,
            DeployInputs.Commit,
            DeployInputs.Actor,
            DeployInputs.Again,
            DeployInputs.Lease,
            CommonInputs.DryRun,
        ],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.Failed, ExitCode.Blocked, ExitCode.RolledBack, ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        EnvironmentAction = "start",
        Examples =
        [
            new("deploy --environment production --path dist", "Deploy what was built."),
            new("deploy --environment production --path dist --dry-run", "What would it do?"),
            new("deploy --environment production --release 3f9c2a1b7d04 --emergency --reason \"INC-4711 login is down\"", "An emergency, with a release that is in the store."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var targets = setup.Targets();
        var mode = step.Get(GateInputs.Mode);
        var keeper = new GateKeeper(clock);
        var decision = await keeper.DecideAsync(step, setup.Stage, mode, cancellation);
        var request = DeployInputs.Request(step, setup, decision.DeploymentType.WireName(), (decision.ReasonCode, decision.Explanation));
        var refused = mode == GateMode.Report ? ExitCode.Passed : ExitCode.Blocked;
        if (step.Get(CommonInputs.DryRun))
        {
            return await PlanAsync(step, setup, targets, decision, cancellation);
        }

        var deployer = setup.Deployer(targets);
        if (!decision.ShouldDeploy)
        {
            var blocked = await deployer.BlockAsync(request, decision.NextOpen?.ToDateTimeOffset(), cancellation);
            return Tell(step, setup, blocked, refused, decision.Explanation);
        }

        GateDecision? second = null;
        var outcome = await deployer.DeployAsync(request with { AskAgain = () => Refusal(second = keeper.AskAgain(step, setup.Stage)) }, Source(step, setup), cancellation);
        return Tell(step, setup, outcome.Record, second is { ShouldDeploy: false } ? refused : outcome.ExitCode, outcome.Message);
    }

    private static DeploymentEvent.Blocked? Refusal(GateDecision decision) =>
        decision.ShouldDeploy ? null : new DeploymentEvent.Blocked(decision.ReasonCode, decision.Explanation, decision.NextOpen?.ToDateTimeOffset());

    private IReleaseSource Source(StepContext step, StageSetup setup) => step.Get(DeployInputs.Release) is { } release
        ? new StoredRelease(setup.Releases, release)
        : new PackagedTree(setup.Releases, PackageInputs.Spec(step), PackageInputs.Provenance(step.Run, step.Get(DeployInputs.Commit), clock.GetUtcNow()));

    private static StepResult Tell(StepContext step, StageSetup setup, DeploymentRecord record, ExitCode exitCode, string message)
    {
        step.Reporter.Summary(DeploymentText.Markdown(record, setup.Stage));
        return DeployOutputs.With(new StepResult(exitCode, message), record);
    }

    /// <summary>What would be done, host by host. Nothing is written anywhere.</summary>
    private static async Task<StepResult> PlanAsync(
        StepContext step, StageSetup setup, IReadOnlyList<Target> targets, GateDecision decision, CancellationToken cancellation)
    {
        var release = step.Get(DeployInputs.Release) ?? "of the build";
        var text = new StringBuilder("dry run: nothing is changed.\n");
        text.Append($"gate: {decision.Explanation}\n");
        if (step.Get(DeployInputs.Release) is null)
        {
            text.Append($"package {PackageInputs.Spec(step).Root} into {setup.Store.Location}\n");
        }

        foreach (var target in targets)
        {
            var plan = HostPlanner.Deploy(target.Spec, await target.Host.InspectAsync(cancellation), release, deployment: "");
            foreach (var action in (IEnumerable<HostAction>)[.. plan.Prepare, .. plan.Activate, .. plan.Commit])
            {
                text.Append($"{target.Host.Name}: {action.Description}\n");
            }
        }

        var passes = decision.ShouldDeploy || step.Get(GateInputs.Mode) == GateMode.Report;
        return DeployOutputs.Planned(new StepResult(passes ? ExitCode.Passed : ExitCode.Blocked, passes ? "" : "it would be blocked.") { Text = text.ToString() }, release);
    }
}
