using Pipelines.Signing;

namespace Pipelines.Releases.Signatures;

/// <summary>What the signatures of a release say.</summary>
/// <param name="By">The trusted key that signed it; null when none did.</param>
/// <param name="Problem">Why it is not believed, as sentences; null when a trusted key signed it, or none is asked for.</param>
/// <param name="Signers">Ids of the keys that say they signed it; believed or not.</param>
public sealed record SignatureState(PublicKey? By, string? Problem, IReadOnlyList<string> Signers);
