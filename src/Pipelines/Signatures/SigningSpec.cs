using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Signing;

namespace Pipelines.Signatures;

/// <summary>How releases are signed, and whose signatures hosts trust.</summary>
/// <param name="Key">How to sign; null if releases are not signed here.</param>
/// <param name="Trust">Public keys: PEM, or paths of PEM files. Empty if signatures are not checked.</param>
public sealed record SigningSpec(SignerSpec? Key, IReadOnlyList<string> Trust)
{
    private const int MostCharacters = 10_000;

    /// <summary>The public keys.</summary>
    /// <exception cref="PipelineException">One cannot be read, or is not a key.</exception>
    public IReadOnlyList<PublicKey> TrustedKeys(ConfigFile config) =>
        [.. Trust.Select((text, i) => Read(text, $"signing.trust[{i}]", config))];

    /// <summary>A public key as given in the file.</summary>
    /// <exception cref="PipelineException">It cannot be read, or is not a key.</exception>
    public static PublicKey Read(string text, string where, ConfigFile config)
    {
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return PublicKey.Parse(text, where);
        }

        try
        {
            return PublicKey.Parse(config.Read(text, MostCharacters), $"{where} ({text})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PipelineException.BadInput(where, $"the public key {text} cannot be read: {e.Message}");
        }
    }
}
