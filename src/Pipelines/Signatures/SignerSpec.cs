using Pipelines.Model;

namespace Pipelines.Signatures;

/// <summary>What signs releases.</summary>
public abstract record SignerSpec
{
    private SignerSpec()
    {
    }

    /// <summary>A private key in PEM.</summary>
    public sealed record Pem(SecretReference Key) : SignerSpec;

    /// <summary>A program that asks a key service.</summary>
    /// <param name="Line">Program and arguments with <c>{message}</c>, a file to sign, and <c>{signature}</c>, the file to write.</param>
    /// <param name="PublicKey">PEM, or the path of a file with it.</param>
    public sealed record Command(IReadOnlyList<string> Line, string PublicKey) : SignerSpec;
}
