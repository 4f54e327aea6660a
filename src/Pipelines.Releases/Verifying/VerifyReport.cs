namespace Pipelines.Releases.Verifying;

/// <summary>What reading everything that releases need came to.</summary>
/// <param name="Releases">Releases that were looked at.</param>
/// <param name="Files">Files of different content in them.</param>
/// <param name="Bytes">Sum of their sizes.</param>
/// <param name="Damages">What is wrong; empty when nothing is.</param>
public sealed record VerifyReport(int Releases, long Files, long Bytes, IReadOnlyList<StoreDamage> Damages);
