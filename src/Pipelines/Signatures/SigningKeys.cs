using Pipelines.Configuration.Schema;

namespace Pipelines.Signatures;

/// <summary>Signatures in the configuration file.</summary>
public static class SigningKeys
{
    private static readonly Key<IReadOnlyList<string>> Command = Key.Needed(
        "command", "Signs the file {message}, by ECDSA with SHA-256, and writes the signature to the file {signature}: DER, 64 raw bytes, or either in base64.", Shapes.Command);

    private static readonly Key<string> PublicKey = Key.Needed("public-key", "Its public key: PEM, or a file with it.", Shapes.Text);

    private static readonly Key<SignerSpec> SigningKey = Key.Optional<SignerSpec>("key", "The private key that signs releases when they are packaged, or a command that asks a key service.", new EitherShape<SignerSpec>(
        Shapes.Secret.Select(secret => (SignerSpec)new SignerSpec.Pem(secret)),
        Shapes.Record<SignerSpec>("a signing command", [Command, PublicKey], record => new SignerSpec.Command(record.Require(Command), record.Require(PublicKey))))) with
    { DefaultText = "none: releases are not signed" };

    private static readonly Key<IReadOnlyList<string>> Trust = Key.Optional(
        "trust", "Public keys, as PEM or files with it. Hosts refuse a release that none of them has signed.", Shapes.List(Shapes.Text)).Or([], "none: nothing is asked");

    public static Key<SigningSpec> Signing { get; } = Key.Optional("signing", "Signatures of releases; see the guide to releases.", Shapes.Record(
        "signing", [SigningKey, Trust], record => new SigningSpec(record.Get(SigningKey), record.Require(Trust)))).Or(new SigningSpec(null, []), "none") with
    {
        Example = """
            app: backend
            signing:
              key: env:RELEASE_SIGNING_KEY          # a private key of ECDSA P-256 in PEM; needed where releases are packaged
              # key: { command: "kms-sign {message} {signature}", public-key: keys/release.pub }
              trust: [keys/release.pub]             # hosts stage nothing else; several while keys are changed
            environments:
              production:
                hosts: ["local:"]
                deploy: { verify: activation }      # read every byte again right before the switch
            """,
    };
}
