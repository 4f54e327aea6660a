using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Inventory;

/// <summary>Signs a stored release, for example with a new key.</summary>
public sealed class ReleasesSignStep(Inventories inventories) : Step
{
    private static readonly Output Release = new("release", "Id of the release.");
    private static readonly Output Key = new("key", "Id of the key: SHA-256 of the public key.");

    public override StepDefinition Definition { get; } = new("releases sign", "Sign a stored release with the key in signing.key.")
    {
        Details = "Needed when rotating keys or introducing signatures: with signing.key, new releases are signed when they are "
            + "packaged. It signs what is in the store now; if other keys are already trusted, one of them must have signed the release.",
        Config = ConfigUse.Required,
        Inputs = [InventoryInputs.Release, InventoryInputs.Environment, StoreInputs.Store],
        Positional = [InventoryInputs.Release],
        Outputs = [Release, Key],
        Ends = [ExitCode.Failed],
        Examples = [new("releases sign live --environment production", "Make a rollback to it possible with only the new key.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var inventory = inventories.Of(step);
        var signer =
            (inventory.Releases.Signer ?? throw PipelineException.BadInput("signing.key", "is missing, so nothing can be signed."))();
        var others = inventory.Trust.Where(key => key.Id != signer.Key.Id).ToList();
        var release = await inventory.FindAsync(step.Require(InventoryInputs.Release), cancellation);
        await inventory.Signatures.RequireAsync(release.Manifest, others.Count == 0 ? [] : inventory.Trust, cancellation);
        await inventory.Signatures.SignAsync(release.Manifest, release.Provenance, signer, cancellation);
        return StepResult.Passed($"release {release.Id} is signed by {signer.Key.Id}.").With(Release, release.Id.Value)
            .With(Key, signer.Key.Id);
    }
}
