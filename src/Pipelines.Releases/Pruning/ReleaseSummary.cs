using Pipelines.Model;
using Pipelines.Releases.Records;

namespace Pipelines.Releases.Pruning;

/// <summary>A release as shown in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Saved">When it was first saved; null if that record is lost.</param>
/// <param name="Files">Number of files; null if the record is lost.</param>
/// <param name="Bytes">Sum of the files' sizes; null if the record is lost.</param>
/// <param name="Provenance">Where it came from.</param>
public sealed record ReleaseSummary(ReleaseId Id, DateTimeOffset? Saved, long? Files, long? Bytes, Provenance Provenance);
