using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Health;

/// <summary>Verifies with the configured checks that the live release works.</summary>
public sealed class HealthCheckStep(Fleets fleets, TimeProvider clock) : Step
{
    private static readonly Output Healthy = new("healthy", "true if every check on every host passed.");
    private static readonly Output Explanation = new("explanation", "The measurements, host by host.");

    private static readonly Table<Finding> Findings = new Table<Finding>("hosts")
        .Text("host", "Host", finding => finding.Host)
        .Flag("healthy", "Healthy", finding => finding.Outcome.Failure is null)
        .Text("detail", "Measured", finding => finding.Detail);

    public override StepDefinition Definition { get; } = new("health-check",
        "Verify with the configured health checks that the live release works on every host.")
    {
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("schedule:\n  - cron: \"*/30 * * * *\""),
        Inputs = [CommonInputs.Environment with { Required = true }, StoreInputs.Store, .. HostInputs.All],
        Outputs = [Healthy, Explanation],
        Ends = [ExitCode.Failed],
        HasChecks = true,
        EnvironmentAction = "verify",
        Examples = [new("health-check --environment production", "Does the live release work?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        Fleets.Mask(step);
        foreach (var target in fleets.Targets(step))
        {
            var started = clock.GetTimestamp();
            var outcome = await ProveAsync(target, step, cancellation);
            findings.Add(new(target.Host.Name, outcome, clock.GetElapsedTime(started)));
        }

        var healthy = findings.All(finding => finding.Outcome.Failure is null);
        var explanation =
            string.Join("; ", findings.Select(finding => $"{finding.Host}: {finding.Detail}"));
        return new StepResult(healthy
            ? ExitCode.Passed : ExitCode.Failed, healthy ? "every host is healthy." : "not every host is healthy.")
        {
            Checks = [.. findings.Select(finding => new CheckResult(finding.Host, "health", finding.Took, finding.Outcome.Failure))],
            Links = step.Links,
            Views = [Findings.Of(findings)],
        }.With(Healthy, healthy).With(Explanation, explanation);
    }

    private static async Task<HostOutcome> ProveAsync(Target target, StepContext step, CancellationToken cancellation)
    {
        var state = await target.Host.InspectAsync(cancellation);
        if (state.Live is not { } live)
        {
            return new HostOutcome("", "nothing is live.");
        }

        if (target.Spec.Health.Count == 0)
        {
            throw PipelineException.BadInput($"environments.{step.Environment}.health",
                "no health check is configured, so nothing can be verified.");
        }

        var job =
            new HostJob(step.App, step.Environment, live.Deployment, state.Token, DeploymentType.None, live.Release, Commit: null,
                Actor: null);
        var prove = new HostAction.Prove(live.Slot, live.Release) { AsConfigured = true };
        return await target.Host.ApplyAsync(prove, job, step.Reporter, cancellation);
    }

    private sealed record Finding(string Host, HostOutcome Outcome, TimeSpan Took)
    {
        public string Detail => Outcome.Failure ?? Outcome.Summary;
    }
}
