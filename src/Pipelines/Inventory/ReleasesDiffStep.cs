using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.Releases.Manifests;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Inventory;

/// <summary>Shows the difference between two releases.</summary>
public sealed class ReleasesDiffStep(Inventories inventories) : Step
{
    private static readonly Output Added = new("added", "Files that only the later release has.");
    private static readonly Output Removed = new("removed", "Files that only the earlier release has.");
    private static readonly Output Changed = new("changed", "Files with different content, mode or target.");
    private static readonly Output Bytes = new("bytes", "Total bytes of the added and changed files.");

    private static readonly Table<EntryChange> Changes = new Table<EntryChange>("changes")
        .Text("change", "Change", change => change.Kind)
        .Shown("Size", Size)
        .Text("path", "Path", change => change.Path)
        .Given("before", change => Json(change.Before))
        .Given("after", change => Json(change.After));

    public override StepDefinition Definition { get; } = new("releases diff",
        "Show which files were added, removed and changed from one release to another.")
    {
        Config = ConfigUse.Required,
        Inputs = [InventoryInputs.From, InventoryInputs.To, InventoryInputs.Environment, StoreInputs.Store],
        Positional = [InventoryInputs.From, InventoryInputs.To],
        Outputs = [Added, Removed, Changed, Bytes],
        Examples =
        [
            new("releases diff --environment production", "What did the last deployment change?"),
            new("releases diff production staging", "What would a promotion change?"),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var inventory = inventories.Of(step);
        var (from, to) =
            (await inventory.FindAsync(step.Require(InventoryInputs.From), cancellation),
                await inventory.FindAsync(step.Require(InventoryInputs.To), cancellation));
        var changes = EntryChange.Between(from.Manifest, to.Manifest);
        int Count(string kind) => changes.Count(change => change.Kind == kind);
        var bytes = changes.Sum(change => change.Before?.Sha256 == change.After?.Sha256 ? 0 : change.After?.Size ?? 0);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"from {from.Id} to {to.Id}: {Count("added")} added, {Count("removed")} removed, {Count("changed")} changed, "
                + $"{bytes.ForPeople()} of new content.");
        var result = StepResult.Passed(message).With(Added, Count("added")).With(Removed, Count("removed")).With(Changed, Count("changed"))
            .With(Bytes, bytes);
        result.Details["from"] = from.Id.Value;
        result.Details["to"] = to.Id.Value;
        return result with { Views = [Changes.Of(changes)] };
    }

    private static string Size(EntryChange change) => change switch
    {
        { Before: null, After: { } after } => Size(after),
        { Before: { } before, After: null } => Size(before),
        { Before: { Kind: EntryKind.File } before, After: { Kind: EntryKind.File } after } when before.Sha256 == after.Sha256 =>
            $"{Mode(before)} -> {Mode(after)}",
        { Before: { } before, After: { } after } => $"{Size(before)} -> {Size(after)}",
        _ => "",
    };

    private static string Size(ManifestEntry entry) => entry.Kind switch
    {
        EntryKind.File => entry.Size.ForPeople(),
        EntryKind.Directory => $"directory {Mode(entry)}",
        _ => $"link to {entry.Target}",
    };

    private static string Mode(ManifestEntry entry) => Convert.ToString(entry.Mode, 8).PadLeft(4, '0');

    private static JsonObject? Json(ManifestEntry? entry) => entry is null ? null : new()
    {
        ["kind"] = entry.Kind switch { EntryKind.File => "file", EntryKind.Directory => "dir", _ => "link" },
        ["mode"] = entry.Kind == EntryKind.Link ? null : Mode(entry),
        ["size"] = entry.Kind == EntryKind.File ? entry.Size : null,
        ["sha256"] = entry.Kind == EntryKind.File ? entry.Sha256.ToString() : null,
        ["target"] = entry.Target,
    };
}
