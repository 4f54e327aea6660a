using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipelines.Errors;

namespace Pipelines.Signing;

/// <summary>A signed text with its signatures: https://github.com/secure-systems-lab/dsse, version 1.0.</summary>
/// <param name="PayloadType">The type of the payload.</param>
/// <param name="Payload">The text.</param>
/// <param name="Signatures">At least one.</param>
public sealed record DsseEnvelope(
    [property: JsonPropertyName("payloadType")] string PayloadType,
    [property: JsonPropertyName("payload")] byte[] Payload,
    [property: JsonPropertyName("signatures")] IReadOnlyList<DsseSignature> Signatures)
{
    public static async Task<DsseEnvelope> SignAsync(string type, byte[] payload, ISigner signer, CancellationToken cancellation)
    {
        var (message, key) = (Message(type, payload), signer.Key);
        var signature = await signer.SignAsync(message, cancellation);
        return key.Verifies(message, signature)
            ? new DsseEnvelope(type, payload, [new DsseSignature(key.Id, signature)])
            : throw new PipelineException($"the signature does not match the public key {key.Id}.",
            "Check signing.key: the signing key and the public key must belong together, and the algorithm must be ECDSA with SHA-256.");
    }

    /// <summary>Whether one of the signatures is by this key.</summary>
    public bool IsSignedBy(PublicKey key) =>
        Signatures.Any(signature => signature.KeyId == key.Id && key.Verifies(Message(PayloadType, Payload), signature.Sig));

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SigningJson.Default.DsseEnvelope);

    /// <exception cref="JsonException">It is not an envelope.</exception>
    public static DsseEnvelope Parse(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, SigningJson.Default.DsseEnvelope) is { Signatures: var signatures } envelope
        && signatures.All(signature => signature is not null)
        ? envelope
        : throw new JsonException("it is not an envelope");

    /// <summary>The signed data: the protocol's pre-authentication encoding.</summary>
    public static byte[] Message(string type, byte[] payload) =>
    [
        .. Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(type)} {type} {payload.Length} ")), .. payload,
    ];
}
