using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.History;

/// <summary>Lists deployments from the event log.</summary>
public sealed class HistoryStep(EventLogs logs) : Step
{
    private static readonly Input<int?> Limit = Input.Integer("limit", "How many to show, newest first.", 1, 10000).Or(20, "20");
    private static readonly Input<string> Deployment = Input.Text("deployment", "Show only this deployment, with its events.");
    private static readonly Output Count = new("count", "How many deployments are shown.");

    public override StepDefinition Definition { get; } =
        new("history", "List the deployments and maintenance runs of an environment, with their events and durations.")
    {
        Details = "Text leaves out columns until it is at most 80 characters wide: the id of a deployment begins with its start, and "
            + "`--deployment` shows the rest.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [CommonInputs.Environment with { Required = true }, Deployment, Limit, StoreInputs.Store],
        Outputs = [Count],
        EnvironmentAction = "access",
        Examples =
            [new("history --environment production", "What was deployed?"),
                new("history --environment production --output json", "The same with every event, for programs.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var wanted = step.Get(Deployment);
        var events = await logs.Of(step).ReadAsync(cancellation);
        var deployments = new DeploymentHistory(events).Deployments;
        return wanted is null
            ? List([.. Latest(deployments, step)], [.. Latest(MaintenanceRecord.In(events), step)])
            : Show(deployments.FirstOrDefault(record => record.Id == wanted));
    }

    private static IEnumerable<T> Latest<T>(IEnumerable<T> all, StepContext step) => all.Reverse().Take(step.Get(Limit)!.Value);

    private static StepResult List(IReadOnlyList<DeploymentRecord> deployments, IReadOnlyList<MaintenanceRecord> maintenance) =>
        new StepResult(ExitCode.Passed, "") { Views = [DeploymentTable.Of(deployments), MaintenanceRecord.Table.Of(maintenance)] }
            .With(Count, deployments.Count);

    private static StepResult Show(DeploymentRecord? deployment) =>
        new StepResult(ExitCode.Passed, "") { Views = deployment is null ? [DeploymentTable.Of([])] : [new DeploymentStory(deployment)] }
            .With(Count, deployment is null ? 0 : 1);
}
