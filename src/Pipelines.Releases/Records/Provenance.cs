namespace Pipelines.Releases.Records;

/// <summary>Where a release came from; null is what was not known. Kept beside the manifest: it does not change the release's id.</summary>
/// <param name="Commit">Commit that was built.</param>
/// <param name="Ref">Branch or tag, as the CI host names it.</param>
/// <param name="Actor">Who started the run.</param>
/// <param name="RunUrl">The CI run.</param>
/// <param name="BuiltAt">When it was built.</param>
/// <param name="Repository">owner/name, or the path of the project.</param>
public sealed record Provenance(
    string? Commit = null, string? Ref = null, string? Actor = null, string? RunUrl = null, DateTimeOffset? BuiltAt = null, string? Repository = null);
