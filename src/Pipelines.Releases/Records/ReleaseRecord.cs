namespace Pipelines.Releases.Records;

/// <summary>Information about a release in addition to its manifest, written once, when it is first saved.</summary>
/// <param name="Saved">When it was first saved.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Sum of the files' sizes.</param>
/// <param name="Provenance">Where it came from.</param>
internal sealed record ReleaseRecord(DateTimeOffset Saved, long Files, long Bytes, Provenance Provenance);
