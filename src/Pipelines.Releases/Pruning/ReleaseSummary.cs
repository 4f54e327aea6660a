using Pipelines.Model;
using Pipelines.Releases.Records;

namespace Pipelines.Releases.Pruning;

/// <summary>A release as a list shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Saved">When it was first saved; null when that record is lost.</param>
/// <param name="Files">Number of files; null when the record is lost.</param>
/// <param name="Bytes">Sum of the files' sizes; null when the record is lost.</param>
/// <param name="Provenance">Where it came from.</param>
public sealed record ReleaseSummary(ReleaseId Id, DateTimeOffset? Saved, long? Files, long? Bytes, Provenance Provenance);
