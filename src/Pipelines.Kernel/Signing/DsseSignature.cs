using System.Text.Json.Serialization;

namespace Pipelines.Signing;

/// <summary>One signature of a <see cref="DsseEnvelope"/>.</summary>
/// <param name="KeyId">Id of the key.</param>
/// <param name="Sig">The signature, DER in base64.</param>
public sealed record DsseSignature([property: JsonPropertyName("keyid")] string KeyId, [property: JsonPropertyName("sig")] byte[] Sig);
