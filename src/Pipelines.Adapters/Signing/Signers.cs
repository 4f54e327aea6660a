using Pipelines.Processes;
using Pipelines.Signatures;
using Pipelines.Signing;
using Pipelines.Steps;

namespace Pipelines.Adapters.Signing;

/// <summary>Signs with a key in PEM, or with a command that asks a key service.</summary>
public sealed class Signers(IProcessRunner processes) : ISigners
{
    public ISigner Of(SignerSpec spec, StepContext step) => spec switch
    {
        SignerSpec.Pem pem => new PemSigner(step.Secrets.Resolve(pem.Key), $"signing.key ({pem.Key})"),
        SignerSpec.Command command =>
            new CommandSigner(command.Line, SigningSpec.Read(command.PublicKey, "signing.key.public-key", step.Config),
                step.Config.Directory, processes),
        _ => throw new ArgumentOutOfRangeException(nameof(spec)),
    };
}
