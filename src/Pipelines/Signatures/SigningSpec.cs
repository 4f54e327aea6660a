using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Signing;

namespace Pipelines.Signatures;

/// <summary>Who signs releases, and whose signatures hosts believe.</summary>
/// <param name="Key">What signs; null when releases are not signed here.</param>
/// <param name="Trust">Public keys: PEM, or paths of files with it. Empty when nothing is asked of releases.</param>
public sealed record SigningSpec(SignerSpec? Key, IReadOnlyList<string> Trust)
{
    private const int MostCharacters = 10_000;

    /// <summary>The public keys.</summary>
    /// <exception cref="PipelineException">One cannot be read, or is no key.</exception>
    public IReadOnlyList<PublicKey> TrustedKeys(ConfigFile config) => [.. Trust.Select((text, i) => Read(text, $"signing.trust[{i}]", config))];

    /// <summary>A public key as the file gives it.</summary>
    /// <exception cref="PipelineException">It cannot be read, or is no key.</exception>
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
