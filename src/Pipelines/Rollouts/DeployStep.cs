using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Queue;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Rollouts;

/// <summary>The guarded deployment: gate, lease, package, store, stage, switch, prove, commit; rolled back if anything fails.</summary>
public sealed class DeployStep(IConnections connections, TimeProvider clock) : Step
{
    private static readonly Input<string> From =
        Input.Text("from", "Deploy exactly the release that is live in this other environment; the deployment is then a promotion.");

    public override StepDefinition Definition { get; } = new("deploy", "Deploy a build safely, or keep the current release running.")
    {
        Details = "Checks the gate, takes the environment's lease, packages the build, stages it on every host, switches, verifies it "
            + "with the health checks and commits. If anything fails, it rolls back to the previous release and verifies it. If it is "
            + "interrupted at any point, the same command finishes or undoes it.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs =
        [
            CommonInputs.Stage with { Required = true },
            PackageInputs.Path,
            DeployInputs.Release,
            From,
            StoreInputs.Store,
            GateInputs.Mode.Or(GateMode.Enforce, "enforce") with { Summary = "What to do if the gate is closed: enforce ends with "
                + "status 3, report ends with status 0 without deploying, wait waits, queue packages the release and queues the "
                + "deployment." },
            GateInputs.WaitLimit,
            .. GateInputs.All,
            DeployInputs.Actor,
            DeployInputs.Again,
            DeployInputs.Lease,
            CommonInputs.DryRun,
        ],
        Outputs = DeployOutputs.All,
        Ends = [ExitCode.Failed, ExitCode.Blocked, ExitCode.RolledBack, ExitCode.RollbackFailed, ExitCode.LeaseHeld],
        HasChecks = true,
        Recoverable = true,
        EnvironmentAction = "start",
        Examples =
        [
            new("deploy --environment production --path dist", "Deploy the build."),
            new("deploy --environment production --path dist --dry-run", "What would it do?"),
            new("deploy --environment production --from staging", "Promote the release that staging runs."),
            new("deploy --environment production --release 3f9c2a1b7d04 --emergency --reason \"INC-4711 login is down\"",
                "An emergency, with a stored release."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        GateInputs.RequireRealTime(step);
        var setup = new StageSetup(step, connections, clock);
        var source = await SourceAsync(step, setup, cancellation);
        var mode = step.Get(GateInputs.Mode);
        if (mode == GateMode.Queue)
        {
            Intents.RequireQueue(step, setup.Stage);
        }

        var subject = new GateSubject(setup.Stage, source.Commit, source.Release, step.Get(From) is null ? null : DeploymentType.Promotion);
        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var isAhead = mode is GateMode.Enforce or GateMode.Report && !step.Get(CommonInputs.DryRun);
        if (isAhead)
        {
            source.Begin(step.Reporter, ahead.Token); // in parallel with the gate, which may have to query remote servers
        }

        var place = mode == GateMode.Wait ? await AskedPlace.TakeAsync(setup, step.Config.Stage(setup.Stage).Require(QueueKeys.Queue), cancellation) : null;
        var keeper = new GateKeeper(connections, clock);
        var decision = await keeper.DecideAsync(step, subject, mode, cancellation);
        var refused = mode == GateMode.Report ? ExitCode.Passed : ExitCode.Blocked;
        if (step.Get(CommonInputs.DryRun))
        {
            return await RehearseAsync(step, setup, source, decision, cancellation);
        }

        var request = DeployInputs.Request(step, setup, source.Commit, decision.DeploymentType.WireName(), (decision.ReasonCode, decision.Explanation)) with { Override = decision.Override };
        var deployer = setup.Deployer(setup.Targets());
        if (!decision.ShouldDeploy && mode == GateMode.Queue)
        {
            await deployer.RecoverFirstAsync(request, cancellation);
            if (await Intents.AddAsync(setup, step, source, GateInputs.Request(step, clock.GetUtcNow(), subject.Type), decision, cancellation) is { } waiting)
            {
                return DeployOutputs.Tell(step, setup, StepResult.Passed($"{decision.Explanation} Deployment {waiting.Id} is queued."),
                    waiting);
            }
        }

        if (!decision.ShouldDeploy)
        {
            await ahead.CancelAsync();
            var blocked = await deployer.BlockAsync(request, decision.NextOpen?.ToDateTimeOffset(), cancellation);
            return WithRequirements(step, decision, DeployOutputs.Tell(step, setup, new StepResult(refused, decision.Explanation), blocked));
        }

        if (!isAhead)
        {
            source.Begin(step.Reporter, ahead.Token); // not before waiting: the tree may change in the meantime
        }

        var last = decision;
        var outcome = await deployer.DeployAsync(request with { AskAgain = async token => (last = await AskAgainAsync(token)).Refusal }, source, cancellation);
        var result = new StepResult(last.ShouldDeploy ? outcome.ExitCode : refused, outcome.Message);
        return WithRequirements(step, last, DeployOutputs.Tell(step, setup, result, outcome.Record));

        async Task<GateDecision> AskAgainAsync(CancellationToken token) =>
            (place is null ? null : await place.RefusalAsync(token)) ?? await keeper.AskAgainAsync(step, subject, token);
    }

    private static StepResult WithRequirements(StepContext step, GateDecision decision, StepResult result)
    {
        if (decision.Requirements.Count > 0)
        {
            step.Reporter.Summary(RequirementTable.Markdown(decision.Requirements));
        }

        result.Details["requirements"] = RequirementTable.Json(decision.Requirements);
        return result with { Text = result.Text + (decision.ShouldDeploy ? "" : RequirementTable.Text(decision.Requirements)) };
    }

    private async Task<IReleaseSource> SourceAsync(StepContext step, StageSetup setup, CancellationToken cancellation) => (step.Get(DeployInputs.Release), step.Get(From)) switch
    {
        (null, null) => new PackagedTree(setup.Releases, PackageInputs.Spec(step), PackageInputs.Provenance(step.Run, step.Get(GateInputs.Commit), clock.GetUtcNow())),
        ({ } release, null) => await StoredRelease.FindAsync(setup, release, step.Get(GateInputs.Commit), cancellation),
        (null, { } stage) => await StoredRelease.LiveInAsync(setup, stage, cancellation),
        _ => throw PipelineException.BadInput("--from", "a release was given as well.", "Give either --release or --from, not both."),
    };

    private static async Task<StepResult> RehearseAsync(
        StepContext step, StageSetup setup, IReleaseSource source, GateDecision decision, CancellationToken cancellation)
    {
        var packaging = source.Release is null ? $"\npackage {PackageInputs.Spec(step).Root} to {setup.Store.Location}" : "";
        var text = await Rehearsal.TellAsync(setup, $"gate: {decision.Explanation}{packaging}", source.Release, cancellation);
        var passes = decision.ShouldDeploy || step.Get(GateInputs.Mode) == GateMode.Report;
        return DeployOutputs.Planned(new StepResult(passes ? ExitCode.Passed : ExitCode.Blocked, passes ? "" : "it would be blocked.") { Text = text + RequirementTable.Text(decision.Requirements) }, source.Release);
    }
}
