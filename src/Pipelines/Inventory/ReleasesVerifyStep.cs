using System.Globalization;
using Pipelines.Errors;
using Pipelines.Releases.Verifying;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Inventory;

/// <summary>Verifies that releases can be staged from the store, and reports every problem.</summary>
public sealed class ReleasesVerifyStep(Inventories inventories, TimeProvider clock) : Step
{
    private static readonly Input<string> Release = InventoryInputs.Release with { Required = false, DefaultText = "all" };
    private static readonly Output Releases = new("releases", "How many releases were verified.");
    private static readonly Output Files = new("files", "Number of distinct files in them.");
    private static readonly Output Bytes = new("bytes", "Total bytes of these files.");
    private static readonly Output Damages = new("damages", "Number of problems found.");

    private static readonly Table<StoreDamage> Damage = new Table<StoreDamage>("damage")
        .Text("object", "Object", damage => damage.Object)
        .Shown("Problem", What)
        .Shown("Needed by", damage => string.Join(", ", damage.Releases))
        .GivenText("what", damage => damage.What)
        .GivenText("file", damage => damage.File)
        .GivenList("releases", damage => damage.Releases);

    public override StepDefinition Definition { get; } = new("releases verify",
        "Read every object that releases need, check every digest and signature, and report every problem.")
    {
        Details = "Damage is repaired when the same tree is packaged again: damaged packs are set aside, so that no new release relies "
            + "on them. Nothing else is written.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("schedule:\n  - cron: \"0 4 * * 1\""),
        Inputs = [Release, InventoryInputs.Environment, StoreInputs.Store],
        Positional = [Release],
        Outputs = [Releases, Files, Bytes, Damages],
        Ends = [ExitCode.Failed],
        HasChecks = true,
        Examples = [new("releases verify", "Is everything intact?"),
            new("releases verify live --environment production", "Could the live release be staged again?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var inventory = inventories.Of(step);
        var started = clock.GetTimestamp();
        var ids = step.Get(Release) is { } name
            ? [(await inventory.FindAsync(name, cancellation)).Id]
            : (await inventory.Releases.ListAsync(cancellation)).Select(release => release.Id).ToList();
        var report = await inventory.Releases.VerifyAsync(ids, inventory.Trust, step.Reporter, cancellation);
        var message = Message(report, inventory.Trust.Count > 0);
        return new StepResult(report.Damages.Count == 0 ? ExitCode.Passed : ExitCode.Failed, message)
        {
            Views = [Damage.Of(report.Damages)],
            Checks = [.. ids.Select(id =>
                new CheckResult(id.Value, "intact in the store", clock.GetElapsedTime(started) / ids.Count, Failure(report, id.Value)))],
        }.With(Releases, report.Releases).With(Files, report.Files).With(Bytes, report.Bytes).With(Damages, report.Damages.Count);
    }

    private static string Message(VerifyReport report, bool signed)
    {
        var finding = report.Damages.Count > 0
            ? string.Create(CultureInfo.InvariantCulture,
            $"{report.Damages.Count} problems found. Package the releases listed here again from the same tree, or prune them.")
            : $"all digests match{(signed ? ", and signed by a trusted key" : "")}.";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Plural.Of(report.Releases, "release")}, {Plural.Of(report.Files, "file")}, {report.Bytes.ForPeople()}: {finding}");
    }

    /// <summary>What is wrong with a release; null for nothing.</summary>
    private static string? Failure(VerifyReport report, string id) =>
        report.Damages.Where(damage => damage.Releases.Contains(id)).Select(damage => $"{damage.Object}: {What(damage)}\n").ToList()
            is { Count: > 0 } lines ? string.Concat(lines) : null;

    private static string What(StoreDamage damage) =>
        $"{damage.What}{(damage.File is null ? "" : $" {damage.File} and possibly other files are lost.")}";
}
