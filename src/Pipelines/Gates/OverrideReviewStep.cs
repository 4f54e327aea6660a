using Pipelines.Errors;
using Pipelines.Gates.Overrides;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Gates;

/// <summary>Records a second person's review of an override.</summary>
public sealed class OverrideReviewStep(EventLogs logs, GateKeeper keeper) : Step
{
    private static readonly Input<string> Deployment =
        Input.Text("deployment", "Id of the deployment; see pipelines override list.") with { Required = true };
    private static readonly Input<string> Note = Input.Text("note", "Your comment on the override.") with { IsProse = true };

    public override StepDefinition Definition { get; } = new("override review", "Record a review of an override by a second person.")
    {
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        EnvironmentAction = "access",
        Inputs = [CommonInputs.Environment with { Required = true }, Deployment, Note, StoreInputs.Store, PlatformInputs.Token],
        Outputs = [],
        Ends = [ExitCode.Blocked],
        Examples = [new("override review --environment production --deployment 20261120T101500Z-3f9c2a --note \"justified, and tested "
            + "since\"", "Record your review.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var log = logs.Of(step);
        var unreviewed = ReviewedRequirement.Unreviewed(new DeploymentHistory(await log.ReadAsync(cancellation))).ToList();
        var id = step.Require(Deployment);
        var overridden = unreviewed.FirstOrDefault(record => record.Id == id)?.Find<DeploymentEvent.Overridden>()
            ?? throw PipelineException.BadInput("--deployment",
            $"{id} has no override waiting for a review. {NearestName.Hint(id, unreviewed.Select(record => record.Id))}");
        var who = step.Run.Origin.Actor;
        var evidence = keeper.Evidence(step, new GateSubject(step.Environment, null), cancellation);
        var problem = who is null ? "the platform does not report who you are"
            : new[] { overridden.Actor, overridden.GrantedBy }.Contains(who, StringComparer.OrdinalIgnoreCase)
            ? $"{who} took part in it: another person must review it"
            : await GateKeys.Rules(step.Config, step.Environment).Override.PersonProblemAsync(who, evidence);
        if (problem is not null)
        {
            return new StepResult(ExitCode.Blocked, $"the review is not valid: {problem}.");
        }

        await log.AppendAsync(id, new DeploymentEvent.Reviewed(who!, step.Get(Note)), guard: null, cancellation);
        return StepResult.Passed($"deployment {id}: the override was reviewed by {who}.");
    }
}
