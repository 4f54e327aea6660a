using Pipelines.Errors;
using Pipelines.Gates.Overrides;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Gates;

/// <summary>Lists overrides.</summary>
public sealed class OverrideListStep(EventLogs logs) : Step
{
    private static readonly Output Count = new("count", "Number of overrides.");
    private static readonly Output Unreviewed = new("unreviewed", "How many of them have not been reviewed by a second person.");

    private static readonly Table<DeploymentRecord> Overrides = new Table<DeploymentRecord>("overrides")
        .Instant("at", "When (UTC)", record => record.StartedAt)
        .Shown("What", record => string.Join(' ', What(record).Names))
        .GivenList("names", record => What(record).Names)
        .Text("actor", "By", record => What(record).Actor)
        .Text("granted_by", "Granted by", record => What(record).GrantedBy)
        .Text("ticket", "Ticket", record => What(record).Ticket)
        .Text("reason", "Reason", record => What(record).Reason, Excerpt.Of)
        .Text("reviewed_by", "Reviewed by", record => Review(record)?.Actor)
        .GivenText("note", record => Review(record)?.Note)
        .GivenText("token", record => What(record).Token)
        .Text("deployment_id", "Deployment", record => record.Id);

    public override StepDefinition Definition { get; } = new("override list",
        "List the overrides in an environment: what, who, why, and who has reviewed it.")
    {
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [CommonInputs.Environment with { Required = true }, StoreInputs.Store],
        Outputs = [Count, Unreviewed],
        EnvironmentAction = "access",
        Examples = [new("override list --environment production", "What was overridden?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await logs.Of(step).ReadAsync(cancellation));
        var all = history.Deployments.Where(record => record.Find<DeploymentEvent.Overridden>() is not null).Reverse().ToList();
        return new StepResult(ExitCode.Passed, all.Count == 0 ? "nothing was overridden." : "") { Views = [Overrides.Of(all)] }
            .With(Count, all.Count)
            .With(Unreviewed, ReviewedRequirement.Unreviewed(history).Count());
    }

    private static DeploymentEvent.Overridden What(DeploymentRecord record) => record.Find<DeploymentEvent.Overridden>()!;

    private static DeploymentEvent.Reviewed? Review(DeploymentRecord record) => record.Find<DeploymentEvent.Reviewed>();
}
