namespace Pipelines.Releases.Verifying;

/// <summary>The result of reading everything that releases need.</summary>
/// <param name="Releases">Number of releases checked.</param>
/// <param name="Files">Number of distinct files in them.</param>
/// <param name="Bytes">Sum of their sizes.</param>
/// <param name="Damages">The problems; empty if there are none.</param>
public sealed record VerifyReport(int Releases, long Files, long Bytes, IReadOnlyList<StoreDamage> Damages);
