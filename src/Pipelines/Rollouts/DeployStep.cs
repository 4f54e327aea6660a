using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Queue;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Rollouts;

/// <summary>The guarded deployment: gate, lease, package, store, stage, switch, prove, commit; rolled back if anything fails.</summary>
public sealed class DeployStep(
    ReleaseSources sources, GateKeeper keeper, Intents intents, Deployers deployers, TimeProvider clock) : Step
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
        Use = new ActionUse("push:\n  branches: [main]")
        {
            Before = "make dist # your build",
            Troubles = [
                ("a release is known bad and not deployed again", "It was rolled back before. Deploy a new build, or set `again: true`."),
                ("the job was cancelled or its runner died", "The action's last step recovers what was begun; otherwise the next "
                    + "deployment does, or `recover`."),
            ],
        },
        Inputs =
        [
            CommonInputs.Environment with { Required = true },
            PackageInputs.Path,
            PackageInputs.AllowEmpty,
            CommonInputs.Release,
            From,
            StoreInputs.Store,
            GateInputs.Mode.Or(GateMode.Enforce, "enforce") with { Summary = "What to do if the gate is closed: enforce ends with "
                + "status 3, report ends with status 0 without deploying, wait waits, queue packages the release and queues the "
                + "deployment." },
            GateInputs.WaitLimit,
            .. GateInputs.All,
            CommonInputs.Actor,
            DeployInputs.Again,
            DeployInputs.AdoptHost,
            DeployInputs.AcceptHistory,
            LeaseInputs.TimeToLive,
            .. HostInputs.All,
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
        Fleets.RequireLasting(step);
        await deployers.AcceptHistoryAsync(step, cancellation);
        var source = await SourceAsync(step, cancellation);
        var subject =
            new GateSubject(step.Environment, source.Commit, source.Release, step.Get(From) is null ? null : DeploymentType.Promotion);
        var mode = step.Get(GateInputs.Mode);
        if (mode == GateMode.Queue)
        {
            Intents.RequireQueue(step);
        }

        if (step.Get(CommonInputs.DryRun))
        {
            return await DryRunAsync(step, source, await keeper.DecideAsync(step, subject, mode, cancellation), cancellation);
        }

        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (mode is GateMode.Enforce or GateMode.Report)
        {
            // beside the gate, which may have to query remote servers; one that waits begins later, because the tree may change
            source.Begin(step.Reporter, ahead.Token);
        }

        var place = mode == GateMode.Wait ? await intents.PlaceAsync(step, cancellation) : null;
        var decision = await keeper.DecideAsync(step, subject, mode, cancellation);
        var request =
            DeployInputs.Request(step, source.Commit, TypeOf(step, subject, decision), (decision.ReasonCode, decision.Explanation))
            with { Override = decision.Override, AdoptsHost = step.Get(DeployInputs.AdoptHost), From = step.Get(From) };
        var deployer = deployers.Of(step);
        if (!decision.ShouldDeploy)
        {
            await ahead.CancelAsync();
            return (mode == GateMode.Queue ? await QueueAsync(step, deployer, request, source, decision, cancellation) : null)
                ?? WithRequirements(decision, await BlockAsync(step, deployer, request, decision, cancellation));
        }

        var admission = new Admission(keeper, step, subject, place, decision);
        var outcome = await deployer.DeployAsync(request with { AskAgain = admission.AskAgainAsync }, source, cancellation);
        var result = new StepResult(admission.Decision.ShouldDeploy ? outcome.ExitCode : Refused(mode), outcome.Message);
        return WithRequirements(admission.Decision, DeployOutputs.Tell(step, result with { Views = Places(step, result, outcome.Record) },
            outcome.Record));
    }

    /// <summary>Where a release that has gone live is on the hosts, and where users find it.</summary>
    private static IReadOnlyList<View> Places(StepContext step, StepResult result, DeploymentRecord record) =>
        result.ExitCode != ExitCode.Passed || record.Release is not { } release || record.Result != DeploymentResult.Succeeded ? []
            : [new Facts([
                .. DeployKeys.RootsOf(step.Config, step.Settings).Select(place => place.Root).Distinct()
                    .Select(root => ("directory", $"{root}/releases/{release}")),
                .. step.Links.Select(link => ("address", link.Url)),
            ])];

    /// <summary>What it is, or would have been if the gate had let it pass.</summary>
    private DeploymentType TypeOf(StepContext step, GateSubject subject, GateDecision decision) => decision.ShouldDeploy
        ? decision.DeploymentType : Gate.TypeOf(GateInputs.Request(step, clock.GetUtcNow(), subject.Type));

    /// <summary>How a deployment ends that the gate blocks.</summary>
    private static ExitCode Refused(GateMode mode) => mode == GateMode.Report ? ExitCode.Passed : ExitCode.Blocked;

    private static async Task<StepResult> BlockAsync(StepContext step, Deployer deployer, DeployRequest request, GateDecision decision,
        CancellationToken cancellation)
    {
        var blocked = await deployer.BlockAsync(request, decision.NextOpen?.ToDateTimeOffset(), cancellation);
        return DeployOutputs.Tell(step, new StepResult(Refused(step.Get(GateInputs.Mode)), decision.Explanation), blocked);
    }

    /// <summary>Null when waiting does not help.</summary>
    private async Task<StepResult?> QueueAsync(
        StepContext step, Deployer deployer, DeployRequest request, IReleaseSource source, GateDecision decision,
        CancellationToken cancellation)
    {
        await deployer.RecoverFirstAsync(request, cancellation);
        var asked = GateInputs.Request(step, clock.GetUtcNow(), step.Get(From) is null ? null : DeploymentType.Promotion);
        return await intents.AddAsync(step, source, asked, decision, cancellation) is { } waiting
            ? DeployOutputs.Tell(step, StepResult.Passed($"{decision.Explanation} Deployment {waiting.Id} is queued."), waiting)
            : null;
    }

    /// <summary>Requirements that block are for everyone; those that are met are only on the page.</summary>
    private static StepResult WithRequirements(GateDecision decision, StepResult result)
    {
        var requirements = RequirementTable.Of(decision.Requirements);
        requirements.AddTo(result.Details);
        return result with
        {
            Views = decision.ShouldDeploy ? result.Views : [requirements],
            Page = result.Page! with { Views = [.. result.Page.Views, requirements] },
        };
    }

    private async Task<IReleaseSource> SourceAsync(StepContext step, CancellationToken cancellation) =>
        (step.Get(CommonInputs.Release), step.Get(From)) switch
    {
        (null, null) => sources.Packaged(step, isRehearsal: step.Get(CommonInputs.DryRun)),
        ({ } release, null) => await sources.StoredAsync(step, release, step.Get(CommonInputs.Commit), cancellation),
        (null, { } environment) => await sources.LiveInAsync(step, environment, cancellation),
        _ => throw PipelineException.BadInput("--from", "a release was given as well.", "Give either --release or --from, not both."),
    };

    private async Task<StepResult> DryRunAsync(StepContext step, IReleaseSource source, GateDecision decision,
        CancellationToken cancellation)
    {
        var deployer = deployers.Of(step);
        View gate = new Paragraph($"gate: {decision.Explanation}");
        if (!decision.ShouldDeploy)
        {
            return DeployOutputs.Planned(
                new StepResult(Refused(step.Get(GateInputs.Mode)), "it would be blocked.")
                {
                    Views = [gate, RequirementTable.Of(decision.Requirements)],
                },
                source.Release);
        }

        var release = (await source.PrepareAsync(step.Reporter, cancellation)).Id;
        var plan = await DryRun.PlanAsync(step, deployer, release, cancellation);
        var packaging = source.Release is null
            ? [new Paragraph($"package {PackageInputs.Spec(step).Root} to {step.Require(StoreInputs.Store)}")] : Array.Empty<View>();
        return DeployOutputs.Planned(
            plan with { Views = [gate, .. packaging, .. plan.Views, RequirementTable.Of(decision.Requirements)] }, release);
    }
}
