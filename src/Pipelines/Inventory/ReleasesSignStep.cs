using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Inventory;

/// <summary>Signs a release that is in the store, such as with a new key.</summary>
public sealed class ReleasesSignStep(IConnections connections, TimeProvider clock) : Step
{
    private static readonly Output Release = new("release", "Its id.");
    private static readonly Output Key = new("key", "Id of the key: SHA-256 of its public part.");

    public override StepDefinition Definition { get; } = new("releases sign", "Sign a release that the store holds, with the key of signing.key.")
    {
        Details = "Needed when keys are changed, or signatures begin: what is packaged with signing.key is signed by that. It signs what stands in the store now; "
            + "when other keys are trusted already, one of them has to have signed it.",
        Config = ConfigUse.Required,
        Inputs = [InventoryInputs.Release, InventoryInputs.Stage, StoreInputs.Store],
        Positional = [InventoryInputs.Release],
        Outputs = [Release, Key],
        Ends = [ExitCode.Failed],
        Examples = [new("releases sign live --environment production", "So that a rollback to it is possible with the new key alone.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new InventorySetup(step, connections, clock);
        var signer = (setup.Releases.Signer ?? throw PipelineException.BadInput("signing.key", "is missing: there is nothing to sign with."))();
        var others = setup.Trust.Where(key => key.Id != signer.Key.Id).ToList();
        var release = await setup.FindAsync(step.Require(InventoryInputs.Release), cancellation);
        await setup.Signatures.RequireAsync(release.Manifest, others.Count == 0 ? [] : setup.Trust, cancellation);
        await setup.Signatures.SignAsync(release.Manifest, release.Provenance, signer, cancellation);
        return StepResult.Passed($"release {release.Id} is signed by {signer.Key.Id}.").With(Release, release.Id.Value).With(Key, signer.Key.Id);
    }
}
