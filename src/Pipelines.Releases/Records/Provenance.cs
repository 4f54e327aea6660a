namespace Pipelines.Releases.Records;

/// <summary>Where a release came from; null means unknown. Stored next to the manifest, so it does not affect the release's id.</summary>
/// <param name="Commit">The commit that was built.</param>
/// <param name="Ref">Branch or tag, as named by the CI platform.</param>
/// <param name="Actor">Who started the run.</param>
/// <param name="RunUrl">URL of the CI run.</param>
/// <param name="BuiltAt">When it was built.</param>
/// <param name="Repository">owner/name, or the project's path.</param>
public sealed record Provenance(
    string? Commit = null, string? Ref = null, string? Actor = null, string? RunUrl = null, DateTimeOffset? BuiltAt = null,
    string? Repository = null);
