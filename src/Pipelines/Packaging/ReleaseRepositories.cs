using Pipelines.Errors;
using Pipelines.Releases;
using Pipelines.Releases.Files;
using Pipelines.Signatures;
using Pipelines.Signing;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;

namespace Pipelines.Packaging;

/// <summary>Opens the app's releases; they are signed when they are saved, if the configuration says so.</summary>
public sealed class ReleaseRepositories(IStores stores, ISigners signers, INativeFiles files, TimeProvider clock)
{
    /// <exception cref="PipelineException">The store cannot be used.</exception>
    /// <param name="step">The app.</param>
    /// <param name="isRehearsal">Whether nothing may be written.</param>
    public ReleaseRepository Of(StepContext step, bool isRehearsal = false) => new(
        isRehearsal ? new RehearsalStore(stores.Releases(step)) : stores.Releases(step), step.App, files, clock)
    {
        Signer = step.Config.Top.Require(SigningKeys.Signing) is { Key: { } key } signing ? () => Signer(key, signing, step) : null,
    };

    /// <exception cref="PipelineException">The key cannot be used, or hosts would not trust it.</exception>
    private ISigner Signer(SignerSpec key, SigningSpec signing, StepContext step)
    {
        var signer = signers.Of(key, step);
        var trusted = signing.TrustedKeys(step.Config);
        return trusted.Count == 0 || trusted.Any(one => one.Id == signer.Key.Id)
            ? signer
            : throw PipelineException.BadInput("signing.key", $"its public key {signer.Key.Id} is not in signing.trust: hosts would "
            + "reject the release.", "Add the public key to signing.trust.");
    }
}
