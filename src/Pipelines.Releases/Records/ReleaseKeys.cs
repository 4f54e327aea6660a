using Pipelines.Model;

namespace Pipelines.Releases.Records;

/// <summary>Keys of an application's releases in a store: all below its name, so that applications cannot affect each other.</summary>
internal sealed class ReleaseKeys(string app)
{
    private const string ManifestName = "/manifest";
    private const string LocationsName = "/locations.json";
    private const string MarkName = "/doomed.json";

    public string Releases => $"{app}/releases/";

    public string Packs => $"{app}/packs/";

    public string Indexes => $"{app}/indexes/";

    /// <summary>Packs that a prune is about to remove: new releases must not rely on them.</summary>
    public string Doomed => $"{app}/doomed/";

    /// <summary>Packs with damaged contents: new releases must not rely on them either.</summary>
    public string Damaged => $"{app}/damaged/";

    /// <summary>Everything stored for a release.</summary>
    public string Release(ReleaseId id) => $"{Releases}{id}/";

    public string Manifest(ReleaseId id) => $"{Releases}{id}{ManifestName}";

    public string Locations(ReleaseId id) => $"{Releases}{id}{LocationsName}";

    public string Record(ReleaseId id) => $"{Releases}{id}/release.json";

    /// <summary>The envelope signed by a key.</summary>
    public string Signature(ReleaseId id, string key) => $"{Releases}{id}/signatures/{key}.json";

    /// <summary>Marks the release as about to be removed by a prune.</summary>
    public string Mark(ReleaseId id) => $"{Releases}{id}{MarkName}";

    public string Pack(string id) => Packs + id;

    public string Index(string id) => Indexes + id;

    public ReleaseId? ManifestOf(string key) => IdOf(key, ManifestName);

    /// <summary>The release that a key below <see cref="Releases"/> belongs to; null for keys that are not ours.</summary>
    public ReleaseId? ReleaseOf(string key) => ReleaseId.TryParse(key[Releases.Length..].Split('/')[0], out var id) ? id : null;

    private ReleaseId? IdOf(string key, string name) =>
        key.EndsWith(name, StringComparison.Ordinal) && ReleaseId.TryParse(key[Releases.Length..^name.Length], out var id) ? id : null;
}
