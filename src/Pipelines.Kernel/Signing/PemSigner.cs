using System.Security.Cryptography;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Signing;

/// <summary>Signs with a private key held by this process.</summary>
public sealed class PemSigner : ISigner
{
    private readonly Secret _pem;

    /// <param name="pem">The key in PEM: PKCS#8 or SEC 1, not encrypted.</param>
    /// <param name="where">Where it came from, for messages.</param>
    /// <exception cref="PipelineException">It is not a P-256 private key. The message does not reveal any of it.</exception>
    public PemSigner(Secret pem, string where)
    {
        _pem = pem;
        try
        {
            using var key = Open();
            Key = PublicKey.IsP256(key) && key.ExportECPrivateKey().Length > 0 ? PublicKey.Of(key) : throw new CryptographicException();
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            throw PipelineException.BadInput(where, "this is not an ECDSA P-256 private key in PEM.",
                "To create one: openssl ecparam -genkey -name prime256v1 -noout.");
        }
    }

    public PublicKey Key { get; }

    public Task<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        using var key = Open();
        return Task.FromResult(key.SignData(message.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private ECDsa Open()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(_pem.Reveal());
        return key;
    }
}
