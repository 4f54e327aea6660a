using Pipelines.Model;

namespace Pipelines.Releases.Records;

/// <summary>Where an application's releases lie in a store: all below its name, so that applications cannot touch each other's.</summary>
internal sealed class ReleaseKeys(string app)
{
    private const string ManifestName = "/manifest";
    private const string LocationsName = "/locations.json";
    private const string MarkName = "/doomed.json";

    public string Releases => $"{app}/releases/";

    public string Packs => $"{app}/packs/";

    public string Indexes => $"{app}/indexes/";

    /// <summary>Packs that a prune is about to remove: nobody begins to rely on one of these.</summary>
    public string Doomed => $"{app}/doomed/";

    /// <summary>Packs of which bytes were found wrong: nobody begins to rely on one of these either.</summary>
    public string Damaged => $"{app}/damaged/";

    /// <summary>All that is kept of a release.</summary>
    public string Release(ReleaseId id) => $"{Releases}{id}/";

    public string Manifest(ReleaseId id) => $"{Releases}{id}{ManifestName}";

    public string Locations(ReleaseId id) => $"{Releases}{id}{LocationsName}";

    public string Record(ReleaseId id) => $"{Releases}{id}/release.json";

    /// <summary>The envelope that a key signed.</summary>
    public string Signature(ReleaseId id, string key) => $"{Releases}{id}/signatures/{key}.json";

    /// <summary>Says that a prune is about to remove the release.</summary>
    public string Mark(ReleaseId id) => $"{Releases}{id}{MarkName}";

    public string Pack(string id) => Packs + id;

    public string Index(string id) => Indexes + id;

    public ReleaseId? ManifestOf(string key) => IdOf(key, ManifestName);

    /// <summary>The release that a key below <see cref="Releases"/> is of; null for what is none of ours.</summary>
    public ReleaseId? ReleaseOf(string key) => ReleaseId.TryParse(key[Releases.Length..].Split('/')[0], out var id) ? id : null;

    private ReleaseId? IdOf(string key, string name) =>
        key.EndsWith(name, StringComparison.Ordinal) && ReleaseId.TryParse(key[Releases.Length..^name.Length], out var id) ? id : null;
}
