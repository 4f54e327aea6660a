using Pipelines.Model;

namespace Pipelines.Signatures;

/// <summary>How releases are signed.</summary>
public abstract record SignerSpec
{
    private SignerSpec()
    {
    }

    /// <summary>A private key in PEM.</summary>
    public sealed record Pem(SecretReference Key) : SignerSpec;

    /// <summary>A program that asks a key service.</summary>
    /// <param name="Line">Program and arguments with <c>{message}</c>, the file to sign, and <c>{signature}</c>, the file to write.</param>
    /// <param name="PublicKey">PEM, or the path of a PEM file.</param>
    public sealed record Command(IReadOnlyList<string> Line, string PublicKey) : SignerSpec;
}
