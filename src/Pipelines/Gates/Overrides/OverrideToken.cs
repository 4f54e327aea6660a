using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Signing;

namespace Pipelines.Gates.Overrides;

/// <summary>An override granted in advance: signed, for one deployment.</summary>
/// <param name="Id">Identifies it, so that it is used only once.</param>
/// <param name="App">The app.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Commit">The commit that may be deployed.</param>
/// <param name="Overrides">The rules it breaks.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Ticket">The ticket; null for none.</param>
/// <param name="GrantedBy">Who granted it.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record OverrideToken(
    string Id, string App, string Environment, string Commit, IReadOnlyList<string> Overrides, string Reason, string? Ticket,
    string GrantedBy, DateTimeOffset ExpiresAt)
{
    private const string Type = "application/vnd.pipelines.override+json";

    /// <summary>The token in a DSSE envelope.</summary>
    public async Task<byte[]> SignAsync(ISigner signer, CancellationToken cancellation) =>
        (await DsseEnvelope.SignAsync(Type, JsonSerializer.SerializeToUtf8Bytes(this, OverrideJson.Default.OverrideToken), signer,
            cancellation)).ToBytes();

    /// <summary>The token in an envelope that one of the keys has signed; null if none has, or if it is not a token.</summary>
    public static OverrideToken? Read(byte[] envelope, IReadOnlyList<PublicKey> keys)
    {
        try
        {
            var read = DsseEnvelope.Parse(envelope);
            return read.PayloadType == Type && keys.Any(read.IsSignedBy)
                ? JsonSerializer.Deserialize(read.Payload, OverrideJson.Default.OverrideToken) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or PipelineException)
        {
            return null;
        }
    }
}
