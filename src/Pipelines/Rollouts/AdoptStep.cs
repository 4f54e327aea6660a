using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts.Targets;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Rollouts;

/// <summary>Records what an earlier tool left on the hosts as the release to go back to.</summary>
public sealed class AdoptStep(EventLogs logs, Fleets fleets, Deployers deployers) : Step
{
    private static readonly Output Release = new("release", "Id of the adopted release.");
    private static readonly Output Deployment = new("deployment-id", "Where the history has it; empty for a dry run.");

    private static readonly Table<string> Parts = new Table<string>("adopted").Text("part", "Adopted", part => part);

    public override StepDefinition Definition { get; } = new("adopt",
        "Record what an earlier tool left on the hosts as the release to go back to.")
    {
        Details = "What Capistrano, Deployer, a script or a person has put there becomes a release in the history, without being copied, "
            + "changed or ever removed: the links as they are, and the service that runs. The first deployment does this by itself where "
            + "a link or a running service shows what is served. A directory in the place of the link current is moved aside in one step, "
            + "and a link leads to it.",
        Config = ConfigUse.Required,
        Inputs =
        [
            CommonInputs.Environment with { Required = true }, StoreInputs.Store, CommonInputs.Actor, DeployInputs.AdoptHost,
            LeaseInputs.TimeToLive, CommonInputs.DryRun,
        ],
        Outputs = [Release, Deployment],
        Ends = [ExitCode.Failed, ExitCode.LeaseHeld],
        Examples =
        [
            new("adopt --environment production --dry-run", "What is there?"),
            new("adopt --environment production", "Make it the release to go back to."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        if (step.Get(CommonInputs.DryRun))
        {
            return await DryRunAsync(step, cancellation);
        }

        var request = DeployInputs.Request(step, commit: null, DeploymentType.None, admission: ("", ""))
            with { AdoptsHost = step.Get(DeployInputs.AdoptHost) };
        var record = await deployers.Of(step).AdoptAsync(request, cancellation);
        return StepResult.Passed($"release {record.Release} is what `pipelines rollback --environment {step.Environment}` goes back to.")
            .With(Release, record.Release).With(Deployment, record.Id) with
        { Views = [Parts.Of(record.Find<DeploymentEvent.Adopted>()?.Parts ?? [])] };
    }

    private async Task<StepResult> DryRunAsync(StepContext step, CancellationToken cancellation)
    {
        Adoption.Require(step.Environment, new DeploymentHistory(await logs.Of(step).ReadAsync(cancellation)));
        var found = await Adoption.FindAsync(fleets.Targets(step), DryRun.Job(step, release: null), cancellation);
        var parts = Adoption.Parts(found);
        return parts.Count == 0
            ? throw Adoption.Nothing(step.Environment)
            : StepResult.Passed("").With(Release, Adoption.IdOf(parts)) with
            { Views = [new Paragraph("dry run: nothing is changed."), Parts.Of(parts)] };
    }
}
