using System.Text.Json.Nodes;
using Pipelines.Releases.Records;
using Pipelines.Reporting;

namespace Pipelines.Inventory;

/// <summary>Where a release came from, for programs and for people.</summary>
internal static class ProvenanceText
{
    public static JsonObject Json(Provenance provenance) => new()
    {
        ["commit"] = provenance.Commit,
        ["ref"] = provenance.Ref,
        ["actor"] = provenance.Actor,
        ["run_url"] = provenance.RunUrl,
        ["built_at"] = provenance.BuiltAt is { } built ? Instants.Format(built) : null,
    };

    /// <summary>The known values, with their names.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(Provenance provenance) => ((string Name, string? Value)[])
    [
        ("commit", provenance.Commit),
        ("ref", provenance.Ref),
        ("actor", provenance.Actor),
        ("run", provenance.RunUrl),
        ("built", provenance.BuiltAt is { } built ? Instants.Format(built) : null),
    ] is var all ? all.Where(fact => fact.Value is not null).Select(fact => (fact.Name, fact.Value!)) : [];
}
