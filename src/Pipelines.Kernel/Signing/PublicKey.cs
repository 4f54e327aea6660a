using System.Security.Cryptography;
using Pipelines.Errors;

namespace Pipelines.Signing;

/// <summary>An ECDSA public key on the curve P-256, whose signatures are trusted.</summary>
public sealed class PublicKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[] _encoded;

    private PublicKey(byte[] encoded)
    {
        _encoded = encoded;
        Id = Convert.ToHexStringLower(SHA256.HashData(encoded));
    }

    /// <summary>SHA-256 of the key in DER (SubjectPublicKeyInfo), 64 hex digits.</summary>
    public string Id { get; }

    /// <summary>The key in PEM, as <see cref="Parse"/> reads it.</summary>
    public string Pem => PemEncoding.WriteString("PUBLIC KEY", _encoded);

    /// <summary>Parses a key in PEM.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="where">Where it came from, for messages.</param>
    /// <exception cref="PipelineException">It is not a P-256 public key.</exception>
    public static PublicKey Parse(string pem, string where)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (!pem.Contains("PRIVATE KEY", StringComparison.Ordinal) && IsP256(key))
            {
                return Of(key);
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            throw NoKey(where, e);
        }

        throw NoKey(where, inner: null);
    }

    /// <summary>The public part of a key.</summary>
    public static PublicKey Of(ECDsa key) => new(key.ExportSubjectPublicKeyInfo());

    public static bool IsP256(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid: var curve }
        && (curve.Value ?? Oid.FromFriendlyName(curve.FriendlyName!, OidGroup.PublicKeyAlgorithm).Value) == P256;

    /// <param name="message">The signed message; its SHA-256 is computed here.</param>
    /// <param name="signature">In DER (RFC 3279).</param>
    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_encoded, out _);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static PipelineException NoKey(string where, Exception? inner) => new(
        [new Problem(where, "this is not an ECDSA P-256 public key in PEM.",
            "To create one: openssl ecparam -genkey -name prime256v1 -noout -out key.pem; openssl ec -in key.pem -pubout -out key.pub.")],
        inner: inner);
}
