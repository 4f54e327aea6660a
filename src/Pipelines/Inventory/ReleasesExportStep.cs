using Pipelines.Errors;
using Pipelines.Releases.Exporting;
using Pipelines.Releases.Files;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Inventory;

/// <summary>Writes a release to one file, for people who do not have this program.</summary>
public sealed class ReleasesExportStep(Inventories inventories, INativeFiles files) : Step
{
    private static readonly Input<string> To = InventoryInputs.Into("The file, with a name ending in .tar.zst, .tar.gz, .tgz or .zip.");
    private static readonly Output Release = new("release", "Id of the release.");
    private static readonly Output Bytes = new("bytes", "Size of the file.");

    public override StepDefinition Definition { get; } =
        new("releases export", "Write a release as .tar.zst, .tar.gz or .zip, for people who do not have this program.")
    {
        Details = "Every byte is verified on the way. The same release gives the same file on every machine: entries in a fixed order, "
            + "a fixed timestamp, owner root.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [InventoryInputs.Release, To, InventoryInputs.Environment, StoreInputs.Store],
        Positional = [InventoryInputs.Release, To],
        Outputs = [Release, Bytes],
        Ends = [ExitCode.Failed],
        Examples = [new("releases export live --environment production --to backend.tar.zst", "The live release, as one file.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var to = Path.GetFullPath(step.Require(To));
        _ = ReleaseExport.FormatOf(to);
        var inventory = inventories.Of(step);
        var release = await inventory.FindTrustedAsync(step.Require(InventoryInputs.Release), cancellation);
        var bytes = await new ReleaseExport(inventory.Store, files).WriteAsync(release, to, step.Reporter, cancellation);
        return StepResult.Passed($"release {release.Id} is in {to}: {bytes.ForPeople()}.").With(Release, release.Id.Value)
            .With(Bytes, bytes);
    }
}
