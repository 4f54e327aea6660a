using Pipelines.Errors;
using Pipelines.Signatures;
using Pipelines.Signing;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Anchors;

/// <summary>The checkpoints of an app's logs, signed with the key that signs releases.</summary>
public sealed class Checkpoints(IStores stores, ISigners signers, TimeProvider clock)
{
    /// <summary>Those of the step's environment.</summary>
    /// <exception cref="PipelineException">There is no such environment, or the store cannot be used.</exception>
    public LogCheckpoints Of(StepContext step)
    {
        var signing = step.Config.Top.Require(SigningKeys.Signing);
        var trust = new Lazy<IReadOnlyList<PublicKey>>(() => signing.TrustedKeys(step.Config));
        return new LogCheckpoints(stores.State(step), step.App, step.Environment, () => trust.Value, () => Signer(signing, step), clock);
    }

    /// <summary>Null where releases are not signed, and where the key is not at hand: it is needed where they are packaged.</summary>
    private ISigner? Signer(SigningSpec signing, StepContext step)
    {
        try
        {
            return signing.Key is { } key ? signers.Of(key, step) : null;
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.BadInput)
        {
            step.Reporter.Debug($"the head of the event log is not signed here: {e.Message}");
            return null;
        }
    }
}
