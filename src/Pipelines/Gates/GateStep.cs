using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Gates;

/// <summary>Decides whether a deployment may proceed now.</summary>
public sealed class GateStep(GateKeeper keeper, IIntents intents, TimeProvider clock) : Step
{
    private static readonly Input<bool> Explain = Input.Flag("explain",
        "Show every rule that applies, and when each changes next, in UTC and in its time zone.");

    private static readonly Output ShouldDeploy = new("should-deploy", "true or false.");
    private static readonly Output Type = new("deployment-type", "The deployment type, such as automated_ci; none if it may not deploy.");
    private static readonly Output Reason = new("reason", "Machine-readable code of the deciding rule, such as outside-window.");
    private static readonly Output Explanation = new("explanation", "The decision in words, one line.");
    private static readonly Output NextOpen = new("next-open", "When the same request would pass, UTC; empty if waiting does not help.");
    private static readonly Output ClosesAt = new("closes-at",
        "When the calendar closes for it, UTC; empty if it does not within two years.");
    private static readonly Output WaitSeconds = new("wait-seconds", "Seconds until next-open; empty if there is none.");

    private static readonly Output BlockedBy = new("blocked-by",
        "What blocks it, by the names accepted by override, separated by commas; empty if it passes.");
    private static readonly Output DeploymentId = new("deployment-id", "The queued deployment; empty if none was queued.");

    public override StepDefinition Definition { get; } = new("gate",
        "Decide by calendar, freezes, trigger and requirements whether a deployment may proceed now.")
    {
        Details = "Without a calendar the gate is open. Freezes take precedence over holidays, and holidays over windows. A rollback "
            + "passes everything. The environment's requirements are all evaluated and listed: see docs/guides/requirements.md. Times: "
            + "docs/guides/calendars.md.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("push:\n  branches: [main]")
        {
            Then = "- if: steps.gate.outputs.should-deploy == 'true'\n  run: make dist",
            Troubles = [("it is closed and nobody knows why", "The output `explanation` says it in a sentence, `blocked-by` by names that "
                + "`override` accepts.")],
        },
        Inputs =
        [
            CommonInputs.Environment with { Required = true },
            GateInputs.Mode.Or(GateMode.Report, "report"),
            GateInputs.WaitLimit,
            StoreInputs.Store,
            .. GateInputs.All,
            Explain,
        ],
        Outputs = [ShouldDeploy, Type, Reason, Explanation, NextOpen, ClosesAt, WaitSeconds, BlockedBy, DeploymentId],
        Ends = [ExitCode.Blocked],
        EnvironmentAction = "access",
        Examples =
        [
            new("gate --environment production", "May we deploy now?"),
            new("gate --environment production --now 2026-12-24T10:00:00+01:00 --event push", "What would it decide on Christmas Eve?"),
            new("gate --environment production --explain", "Which rule decides, and when does it change?"),
            new("gate --environment production --mode wait --wait-limit 2h", "Wait for the window, at most two hours."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var mode = step.Get(GateInputs.Mode);
        var environment = step.Environment;
        var subject = new GateSubject(environment, step.Get(CommonInputs.Commit) ?? step.Run.Origin.Commit);
        var decision = await keeper.DecideAsync(step, subject, mode, cancellation);
        var waiting = mode == GateMode.Queue && !decision.ShouldDeploy
            ? await intents.AddAsync(step, GateInputs.Request(step, clock.GetUtcNow(), type: null), decision, cancellation)
            : null;
        var passes = decision.ShouldDeploy || mode == GateMode.Report || waiting is not null;
        var told = waiting is null ? decision.Explanation : $"{decision.Explanation} Deployment {waiting} is queued.";
        View[] views =
            [RequirementTable.Of(decision.Requirements), .. step.Get(Explain) ? [ExplainTo(step, decision)] : Array.Empty<View>()];
        return new StepResult(passes ? ExitCode.Passed : ExitCode.Blocked, told)
            {
                Views = views,
                Page = new($"Gate for {environment}: {(decision.ShouldDeploy ? "open" : "closed")}",
                    [new Paragraph(decision.Explanation), .. views]),
            }
            .With(ShouldDeploy, decision.ShouldDeploy)
            .With(Type, decision.DeploymentType.WireName())
            .With(Reason, decision.ReasonCode)
            .With(Explanation, decision.Explanation)
            .With(NextOpen, decision.NextOpen?.ToDateTimeOffset())
            .With(ClosesAt, decision.ClosesAt?.ToDateTimeOffset())
            .With(WaitSeconds, decision.Wait is { } wait ? (long)Math.Ceiling(wait.TotalSeconds) : null)
            .With(BlockedBy, string.Join(',', decision.Blockers))
            .With(DeploymentId, waiting);
    }

    /// <summary>Every rule; also warns of those that have run out.</summary>
    private GateExplanation ExplainTo(StepContext step, GateDecision decision)
    {
        var rules = GateKeys.Rules(step.Config, step.Environment);
        var request = GateInputs.Request(step, step.Get(GateInputs.Now) ?? clock.GetUtcNow(), type: null);
        foreach (var spent in SpentRules.Of(rules, request.Now))
        {
            step.Reporter.Warning(spent.Warning);
        }

        return new GateExplanation(rules, request, decision);
    }
}
