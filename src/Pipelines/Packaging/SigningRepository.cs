using Pipelines.Configuration;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Releases;
using Pipelines.Signatures;
using Pipelines.Signing;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Packaging;

/// <summary>The app's releases, signed as configured when they are saved.</summary>
internal static class SigningRepository
{
    public static ReleaseRepository Of(StepContext step, IConnections connections, IStore store, TimeProvider clock)
    {
        var signing = step.Config.Top.Require(SigningKeys.Signing);
        return new ReleaseRepository(store, step.Config.Top.Require(CoreKeys.App), connections.Files, clock)
        {
            Signer = signing.Key is null ? null : () => Signer(signing, step, connections),
        };
    }

    /// <exception cref="PipelineException">The key cannot be used, or hosts would not trust it.</exception>
    private static ISigner Signer(SigningSpec signing, StepContext step, IConnections connections)
    {
        var signer = connections.Signer(signing.Key!, step.Config, connections.Secrets(step.Config.Directory, step.Reporter));
        var trusted = signing.TrustedKeys(step.Config);
        return trusted.Count == 0 || trusted.Any(key => key.Id == signer.Key.Id)
            ? signer
            : throw PipelineException.BadInput("signing.key", $"its public key {signer.Key.Id} is not in signing.trust: hosts would "
            + "reject the release.", "Add the public key to signing.trust.");
    }
}
