namespace Pipelines.Releases.Records;

/// <summary>What is remembered of a release beside its manifest, written once, at its first save.</summary>
/// <param name="Saved">When it was first saved.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Sum of the files' sizes.</param>
/// <param name="Provenance">Where it came from.</param>
internal sealed record ReleaseRecord(DateTimeOffset Saved, long Files, long Bytes, Provenance Provenance);
