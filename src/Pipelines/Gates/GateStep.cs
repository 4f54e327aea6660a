using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Gates;

/// <summary>Decides whether a deployment may go ahead now.</summary>
public sealed class GateStep(TimeProvider clock) : Step
{
    private static readonly Output ShouldDeploy = new("should-deploy", "true or false.");
    private static readonly Output Type = new("deployment-type", "What it deploys as, such as automated_ci; none when it may not.");
    private static readonly Output Reason = new("reason", "Machine code of the deciding rule, such as outside-window.");
    private static readonly Output Explanation = new("explanation", "The same for people, one line.");
    private static readonly Output NextOpen = new("next-open", "When the same request would pass, UTC; empty when waiting does not help.");
    private static readonly Output ClosesAt = new("closes-at", "When it would no longer pass, UTC; empty when it never closes.");
    private static readonly Output WaitSeconds = new("wait-seconds", "Seconds until next-open; empty when there is none.");

    public override StepDefinition Definition { get; } = new("gate", "Decide by calendar, freezes and trigger whether a deployment may go ahead now.")
    {
        Details = "Without a calendar the gate is open. A freeze beats a holiday, a holiday beats a window. A rollback passes everything.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs =
        [
            CommonInputs.Stage with { Required = true },
            GateInputs.Mode.Or(GateMode.Report, "report"),
            GateInputs.WaitLimit,
            .. GateInputs.All,
        ],
        Outputs = [ShouldDeploy, Type, Reason, Explanation, NextOpen, ClosesAt, WaitSeconds],
        Ends = [ExitCode.Blocked],
        EnvironmentAction = "access",
        Examples =
        [
            new("gate --environment production", "May we deploy now?"),
            new("gate --environment production --now 2026-12-24T10:00:00+01:00 --event push", "What would it say on Christmas Eve?"),
            new("gate --environment production --mode wait --wait-limit 2h", "Wait for the window, at most two hours."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var mode = step.Get(GateInputs.Mode);
        var stage = step.Require(CommonInputs.Stage);
        var decision = await new GateKeeper(clock).DecideAsync(step, stage, mode, type: null, cancellation);
        var passes = decision.ShouldDeploy || mode == GateMode.Report;
        step.Reporter.Summary(Markdown(stage, decision));
        return new StepResult(passes ? ExitCode.Passed : ExitCode.Blocked, decision.Explanation)
            .With(ShouldDeploy, decision.ShouldDeploy)
            .With(Type, decision.DeploymentType.WireName())
            .With(Reason, decision.ReasonCode)
            .With(Explanation, decision.Explanation)
            .With(NextOpen, decision.NextOpen?.ToDateTimeOffset())
            .With(ClosesAt, decision.ClosesAt?.ToDateTimeOffset())
            .With(WaitSeconds, decision.Wait is { } wait ? (long)Math.Ceiling(wait.TotalSeconds) : null);
    }

    private static string Markdown(string stage, GateDecision decision) => $"""
        ### Gate of {stage}: {(decision.ShouldDeploy ? "open" : "closed")}

        {MarkdownText.Escape(decision.Explanation)}

        """;
}
