using Pipelines.Errors;
using Pipelines.Releases.Pruning;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Inventory;

/// <summary>Lists the releases in the store.</summary>
public sealed class ReleasesListStep(Inventories inventories) : Step
{
    private static readonly Output Count = new("count", "Number of releases in the store.");

    private static readonly Table<Row> Releases = new Table<Row>("releases")
        .Text("release", "Release", row => row.Release.Id.Value)
        .Shown("Commit", row => ShortCommit.Of(row.Release.Summary.Provenance.Commit))
        .Instant("last_saved_at", "Saved (UTC)", row => row.Release.LastSaved)
        .Number("files", "Files", row => row.Release.Summary.Files)
        .Bytes("bytes", "Size", row => row.Release.Summary.Bytes)
        .Shown("Alone", Alone)
        .Shown("Live in", row => string.Join(", ", row.Live))
        .GivenInstant("saved_at", row => row.Release.Summary.Saved)
        .Given("bytes_alone", row => row.Alone)
        .GivenList("live_in", row => row.Live)
        .GivenText("damage", row => row.Release.Damage)
        .Given("provenance", row => ProvenanceText.Json(row.Release.Summary.Provenance));

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
        var rows = new List<Row>();
        foreach (var release in inventory.Releases)
        {
            IReadOnlyList<string> live = [.. environments.Where(environment => environment.Live == release.Id.Value)
                .Select(environment => environment.Environment)];
            rows.Add(new(release, await inventory.FreedBytesAsync([release.Id], cancellation), live));
        }

        return new StepResult(ExitCode.Passed, "") { Views = [Releases.Of(rows)] }.With(Count, rows.Count);
    }

    private static string Alone(Row row) => row.Release.Damage is null ? row.Alone.ForPeople() : "damaged";

    private sealed record Row(StoredSummary Release, long Alone, IReadOnlyList<string> Live);
}
