using Pipelines.Configuration.Schema;

namespace Pipelines.Signatures;

/// <summary>Configuration keys for signatures.</summary>
public static class SigningKeys
{
    private static readonly Key<IReadOnlyList<string>> Command = Key.Needed(
        "command", "Signs the file {message} with ECDSA and SHA-256, and writes the signature to the file {signature}: DER, 64 raw "
            + "bytes, or either in base64.", Shapes.Command);

    private static readonly Key<string> PublicKey = Key.Needed("public-key", "Its public key, as PEM or as a file containing PEM.",
        Shapes.Text);

    private static readonly Key<SignerSpec> SigningKey =
        Key.Optional<SignerSpec>("key",
            "The private key that signs releases when they are packaged, or a command that asks a key service.",
            new EitherShape<SignerSpec>(
        Shapes.Secret.Select(secret => (SignerSpec)new SignerSpec.Pem(secret)),
        Shapes.Record<SignerSpec>("a signing command", [Command, PublicKey], record =>
            new SignerSpec.Command(record.Require(Command), record.Require(PublicKey))))) with
    { DefaultText = "none: releases are not signed" };

    private static readonly Key<IReadOnlyList<string>> Trust = Key.Optional(
        "trust", "Public keys, as PEM or as files containing PEM. Hosts reject releases that none of them has signed.",
        Shapes.List(Shapes.Text)).Or([], "none: signatures are not checked");

    public static Key<SigningSpec> Signing { get; } =
        Key.Optional("signing", "Signatures of releases; see the guide to releases.", Shapes.Record(
        "signing", [SigningKey, Trust], record => new SigningSpec(record.Get(SigningKey), record.Require(Trust))))
            .Or(new SigningSpec(null, []), "none") with
    {
        Example = """
            app: backend
            signing:
              key: env:RELEASE_SIGNING_KEY          # an ECDSA P-256 private key in PEM; needed where releases are packaged
              # key: { command: "kms-sign {message} {signature}", public-key: keys/release.pub }
              trust: [keys/release.pub]             # hosts stage nothing else; list several while rotating keys
            environments:
              production:
                hosts: ["local:"]
                deploy: { verify: activation }      # read every byte again right before the switch
            """,
    };
}
