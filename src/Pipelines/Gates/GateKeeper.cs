using System.Globalization;
using NodaTime;
using Pipelines.Forges;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Overrides;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Gates;

/// <summary>Checks the gate, evaluates the environment's requirements, and waits if told to.</summary>
public sealed class GateKeeper(EventLogs logs, IStores stores, IForges forges, TimeProvider clock)
{
    /// <summary>While waiting, the clock is checked this often: the machine may have been suspended, or its clock set.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    /// <summary>How often to check a requirement that may be met at any time, such as a check that is still running.</summary>
    private static readonly Duration AskEvery = Duration.FromSeconds(30);

    /// <summary>Decides for the step's <c>--now</c>, or for the current time.</summary>
    /// <param name="step">The inputs.</param>
    /// <param name="subject">What to deploy.</param>
    /// <param name="mode">Whether to wait.</param>
    /// <param name="cancellation">Cancels the waiting.</param>
    public async Task<GateDecision> DecideAsync(StepContext step, GateSubject subject, GateMode mode, CancellationToken cancellation)
    {
        var rules = GateKeys.Rules(step.Config, subject.Environment);
        var started = clock.GetUtcNow();
        var limit = Instant.FromDateTimeOffset(started + (step.Get(GateInputs.WaitLimit) ?? TimeSpan.Zero));
        var decision = await DecideAsync(rules, step, subject, step.Get(GateInputs.Now) ?? started, cancellation);
        while (mode == GateMode.Wait && NextLook(decision) is { } next && next <= limit)
        {
            await WaitAsync(next, step.Reporter, cancellation);
            decision = await DecideAsync(rules, step, subject, clock.GetUtcNow(), cancellation);
        }

        return decision;
    }

    /// <summary>
    /// Decides again for a deployment that was admitted and has changed nothing yet. The minimum time left is no longer checked.
    /// </summary>
    public Task<GateDecision> AskAgainAsync(StepContext step, GateSubject subject, CancellationToken cancellation) => DecideAsync(
        GateKeys.Rules(step.Config, subject.Environment) with { TimeLeft = Duration.Zero }, step, subject, step.Get(GateInputs.Now)
            ?? clock.GetUtcNow(), cancellation);

    /// <summary>Decides a request from another run, such as one that was queued.</summary>
    public Task<GateDecision> DecideAsync(StepContext step, GateSubject subject, GateRequest request, CancellationToken cancellation) =>
        DecideAsync(GateKeys.Rules(step.Config, subject.Environment), step, subject, request, cancellation);

    private Task<GateDecision> DecideAsync(GateRules rules, StepContext step, GateSubject subject, DateTimeOffset now,
        CancellationToken cancellation) =>
        DecideAsync(rules, step, subject, GateInputs.Request(step, now, subject.Type), cancellation);

    private async Task<GateDecision> DecideAsync(GateRules rules, StepContext step, GateSubject subject, GateRequest request,
        CancellationToken cancellation)
    {
        var (type, evidence) = (Gate.TypeOf(request), Evidence(step, subject, request.Now, cancellation));
        IReadOnlyList<IRequirement> requirements =
        [
            .. step.Config.Environment(subject.Environment).Require(RequirementKeys.Requires).For(type),
            .. rules.Override.Review is { } within && type is not (DeploymentType.Rollback or DeploymentType.None)
                ? [new ReviewedRequirement(within)] : Array.Empty<IRequirement>(),
        ];
        var results = await RequirementPolicy.JudgeAsync(requirements, evidence, cancellation);
        var judge = new OverrideJudge(rules, step.App, subject, evidence,
            () => rules.Override.TrustedKeys(step.Config), () => new OverrideTokens(stores.State(step), step.App, subject.Environment));
        return type == DeploymentType.Rollback
            ? new Gate(rules).Decide(request, results) : await judge.DecideAsync(request, results, GateInputs.Claim(step), cancellation);
    }

    /// <summary>What is known at this time about people and past events.</summary>
    internal Evidence Evidence(StepContext step, GateSubject subject, CancellationToken cancellation) =>
        Evidence(step, subject, Instant.FromDateTimeOffset(clock.GetUtcNow()), cancellation);

    private Evidence Evidence(StepContext step, GateSubject subject, Instant now, CancellationToken cancellation) => new(
        subject, subject.Ref ?? step.Run.Origin.Ref, now,
        () => forges.For(step.Get(PlatformInputs.Token)),
        async (environment, token) => new DeploymentHistory(await logs.Of(step, environment).ReadAsync(token)),
        cancellation);

    /// <summary>When to check again; null if it passes, and if waiting does not help.</summary>
    private Instant? NextLook(GateDecision decision) => decision switch
    {
        { ShouldDeploy: true } => null,
        { NextOpen: { } open } => open,
        { WaitsForRequirements: true } => Instant.FromDateTimeOffset(clock.GetUtcNow()) + AskEvery,
        _ => null,
    };

    private async Task WaitAsync(Instant open, IReporter reporter, CancellationToken cancellation)
    {
        reporter.Info(string.Create(CultureInfo.InvariantCulture, $"waiting until {Instants.Format(open.ToDateTimeOffset())}."));
        var whole = open.ToDateTimeOffset() - clock.GetUtcNow();
        for (var left = whole; left > TimeSpan.Zero; left = open.ToDateTimeOffset() - clock.GetUtcNow())
        {
            reporter.Progress(new Progress("waiting for the gate", (long)(whole - left).TotalSeconds, (long)whole.TotalSeconds, "seconds"));
            await clock.WaitAsync(left < Look ? left : Look, cancellation);
        }
    }
}
