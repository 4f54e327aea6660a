using System.Globalization;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Releases.Pruning;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Inventory;

/// <summary>Removes releases that nothing needs.</summary>
public sealed class ReleasesPruneStep(Inventories inventories, LeaseRegistries leases) : Step
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly Input<int?> Keep = Input.Integer("keep", "How many of the most recently saved releases to keep in any case.", 1,
        100_000).Or(20, "20");
    private static readonly Output Removed = new("removed", "How many releases were removed, or would be.");
    private static readonly Output Kept = new("kept", "How many are kept.");
    private static readonly Output Bytes = new("bytes", "Total bytes of the packs that only they needed.");

    public override StepDefinition Definition { get; } = new("releases prune",
        "Remove releases that nothing needs, and the data that only they used.")
    {
        Details = "Kept regardless of --keep: what is live in an environment or served by a host, what a rollback would restore, and "
            + "what an unfinished deployment uses. This covers the environments in the file and those with a log in the store. It can "
            + "run alongside deployments, and can be interrupted.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("schedule:\n  - cron: \"0 4 * * 1\""),
        Inputs = [Keep, StoreInputs.Store, .. HostInputs.Ssh, CommonInputs.DryRun],
        Outputs = [Removed, Kept, Bytes],
        Ends = [ExitCode.Failed, ExitCode.LeaseHeld],
        Examples = [new("releases prune --keep 10 --dry-run", "What would be removed, and what is kept for which reason?"),
            new("releases prune --keep 10", "Remove it.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var app = inventories.Of(step);
        if (step.Get(CommonInputs.DryRun))
        {
            var (planned, inventory) = await ChooseAsync(step, app, cancellation);
            return await TellAsync(step, planned, inventory, [.. planned.Removed.Select(release => release.Id)], cancellation);
        }

        await using var lease = await leases.OfPruning(step).TakeAsync("prune", Lease, cancellation);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        (PruneChoice Choice, ReleaseInventory Inventory)? first = null;
        var pruned = await app.Releases.PruneAsync(async token =>
        {
            var chosen = await ChooseAsync(step, app, token);
            first ??= chosen;
            return [.. chosen.Choice.Removed.Select(release => release.Id)];
        }, either.Token);
        return await TellAsync(step, first!.Value.Choice, first.Value.Inventory, pruned.Releases, cancellation);
    }

    private static async Task<(PruneChoice Choice, ReleaseInventory Inventory)> ChooseAsync(StepContext step, AppInventory app,
        CancellationToken cancellation)
    {
        var inventory = await app.Releases.InventoryAsync(cancellation);
        if (inventory.Releases.FirstOrDefault(release => release.Damage is not null) is { } damaged)
        {
            throw new PipelineException($"it cannot be determined which packs release {damaged.Id} needs: {damaged.Damage}",
                "See `pipelines releases verify`. Package the same tree again, then prune.");
        }

        var environments = await app.EnvironmentsAsync(cancellation);
        var needed = environments.SelectMany(environment => environment.Needed()).Concat(await app.HostsAsync(cancellation))
            .Where(one => one.Release is not null).ToList();
        return (PruneChoice.Of(inventory.Releases, step.Get(Keep)!.Value, needed,
            [.. environments.SelectMany(environment => environment.Waiting)], environments.Min(environment => environment.PackagingSince)),
            inventory);
    }

    private static async Task<StepResult> TellAsync(
        StepContext step, PruneChoice choice, ReleaseInventory inventory, IReadOnlyList<ReleaseId> removed, CancellationToken cancellation)
    {
        var dryRun = step.Get(CommonInputs.DryRun);
        var rows = inventory.Releases.Select(release => new Row(release, removed.Contains(release.Id)
            ? null
            : choice.Kept.FirstOrDefault(kept => kept.Release == release).Why ?? "needed by a new release or deployment in the meantime"))
            .ToList();
        var bytes = dryRun ? await inventory.FreedBytesAsync(removed, cancellation) : 0;
        var message =
            string.Create(CultureInfo.InvariantCulture,
                $"{Plural.Of(removed.Count, "release")} {(dryRun ? "would be removed" : "removed")}, {rows.Count - removed.Count} "
                + $"kept{(dryRun ? $", {bytes.ForPeople()} freed" : "")}.");
        return new StepResult(ExitCode.Passed, message)
            {
                Views = [.. dryRun ? [new Paragraph("dry run: nothing is changed.")] : Array.Empty<View>(), Releases(dryRun).Of(rows)],
            }
            .With(Removed, removed.Count).With(Kept, rows.Count - removed.Count).With(Bytes, bytes);
    }

    private static Table<Row> Releases(bool dryRun) => new Table<Row>("releases")
        .Text("release", "Release", row => row.Release.Id.Value)
        .Shown("Saved (UTC)", row => row.Release.LastSaved is { } saved ? Instants.Format(saved) : null)
        .Shown("Size", row => row.Release.Summary.Bytes?.ForPeople())
        .Shown(dryRun ? "Would be" : "Was", row => row.Why is null ? "removed" : "kept")
        .Shown("Because", row => row.Why ?? "nothing needs it")
        .Given("removed", row => row.Why is null)
        .GivenText("reason", row => row.Why);

    /// <param name="Release">A release.</param>
    /// <param name="Why">Why it is kept; null if it is not.</param>
    private sealed record Row(StoredSummary Release, string? Why);
}
