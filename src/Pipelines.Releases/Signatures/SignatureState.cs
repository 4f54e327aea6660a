using Pipelines.Signing;

namespace Pipelines.Releases.Signatures;

/// <summary>The result of evaluating a release's signatures.</summary>
/// <param name="By">The trusted key that signed it; null if none did.</param>
/// <param name="Problem">Why it is not trusted, as sentences; null if a trusted key signed it, or none is required.</param>
/// <param name="Signers">Ids of the keys that claim to have signed it, trusted or not.</param>
public sealed record SignatureState(PublicKey? By, string? Problem, IReadOnlyList<string> Signers);
