using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.Releases.Pruning;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Inventory;

/// <summary>Lists the releases in the store.</summary>
public sealed class ReleasesListStep(Inventories inventories) : Step
{
    private static readonly Output Count = new("count", "Number of releases in the store.");

    public override StepDefinition Definition { get; } = new("releases list",
        "List the releases in the store, with their sizes and where they are live.")
    {
        Details = "ALONE is what pruning a release would free: the bytes of packs that no other release needs.",
        Config = ConfigUse.Required,
        Inputs = [StoreInputs.Store],
        Outputs = [Count],
        Examples = [new("releases list", "What is stored, and how much space does it take?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var app = inventories.Of(step);
        var inventory = await app.Releases.InventoryAsync(cancellation);
        var environments = await app.EnvironmentsAsync(cancellation);
        var rows = new List<(StoredSummary Release, long Alone, IReadOnlyList<string> Live)>();
        foreach (var release in inventory.Releases)
        {
            rows.Add(
                (release, await inventory.FreedBytesAsync([release.Id], cancellation),
                [.. environments.Where(environment => environment.Live == release.Id.Value)
                .Select(environment => environment.Environment)]));
        }

        var result = StepResult.Passed("").With(Count, rows.Count);
        result.Details["releases"] = new JsonArray([.. rows.Select(row => Json(row.Release, row.Alone, row.Live))]);
        return result with { Text = Table(rows) };
    }

    private static string Table(IReadOnlyList<(StoredSummary Release, long Alone, IReadOnlyList<string> Live)> rows) => TextTable.Of(
        ["RELEASE", "COMMIT", "SAVED (UTC)", "FILES", "SIZE", "ALONE", "LIVE IN"],
        rows.Select(row => (IReadOnlyList<string>)
        [
            row.Release.Id.Value,
            row.Release.Summary.Provenance.Commit is { Length: > 7 } commit ? commit[..7] : row.Release.Summary.Provenance.Commit ?? "-",
            row.Release.LastSaved is { } saved ? Instants.Format(saved) : "-",
            row.Release.Summary.Files?.ToString(CultureInfo.InvariantCulture) ?? "-",
            row.Release.Summary.Bytes?.ForPeople() ?? "-",
            row.Release.Damage is null ? row.Alone.ForPeople() : "damaged",
            row.Live.Count == 0 ? "-" : string.Join(", ", row.Live),
        ]));

    private static JsonObject Json(StoredSummary release, long alone, IReadOnlyList<string> live) => new()
    {
        ["release"] = release.Id.Value,
        ["saved_at"] = release.Summary.Saved is { } saved ? Instants.Format(saved) : null,
        ["last_saved_at"] = release.LastSaved is { } last ? Instants.Format(last) : null,
        ["files"] = release.Summary.Files,
        ["bytes"] = release.Summary.Bytes,
        ["bytes_alone"] = alone,
        ["live_in"] = new JsonArray([.. live.Select(environment => JsonValue.Create(environment))]),
        ["damage"] = release.Damage,
        ["provenance"] = ProvenanceText.Json(release.Summary.Provenance),
    };
}
