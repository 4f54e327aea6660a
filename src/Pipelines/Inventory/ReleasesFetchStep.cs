using System.Globalization;
using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Trees;
using Pipelines.Releases.Unpacking;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Inventory;

/// <summary>Unpacks a release into a directory.</summary>
public sealed class ReleasesFetchStep(Inventories inventories, INativeFiles files) : Step
{
    private static readonly Input<string> To = InventoryInputs.Into("A new or empty directory, relative to the current one.");
    private static readonly Output Release = new("release", "Id of the release.");
    private static readonly Output Files = new("files", "Number of files.");
    private static readonly Output Bytes = new("bytes", "Total size of all files, in bytes.");

    public override StepDefinition Definition { get; } = new("releases fetch", "Unpack a release into a directory, verifying every byte.")
    {
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [InventoryInputs.Release, To, InventoryInputs.Environment, StoreInputs.Store],
        Positional = [InventoryInputs.Release, To],
        Outputs = [Release, Files, Bytes],
        Ends = [ExitCode.Failed],
        Examples = [new("releases fetch live --environment production --to ./live", "Unpack the live release here.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var inventory = inventories.Of(step);
        var release = await inventory.FindTrustedAsync(step.Require(InventoryInputs.Release), cancellation);
        var to = Path.GetFullPath(step.Require(To));
        var scratch = $"{Path.TrimEndingDirectorySeparator(to)}.{Guid.NewGuid():n}";
        try
        {
            var unpacked = await new ReleaseUnpacker(inventory.Store, files).UnpackAsync(release, scratch, step.Reporter, cancellation);
            Publish(scratch, to);
            return StepResult
                .Passed(string.Create(CultureInfo.InvariantCulture,
                    $"release {release.Id} is in {to}: {Plural.Of(unpacked.Files, "file")}, {unpacked.Bytes.ForPeople()}, verified."))
                .With(Release, release.Id.Value).With(Files, unpacked.Files).With(Bytes, unpacked.Bytes);
        }
        finally
        {
            ReleaseTree.Delete(scratch);
        }
    }

    /// <summary>The directory appears only when it is complete.</summary>
    private static void Publish(string scratch, string to)
    {
        try
        {
            if (Directory.Exists(to))
            {
                Directory.Delete(to);
            }

            Directory.Move(scratch, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"cannot make {to}: {e.Message.TrimEnd('.')}.", "Choose a new or empty directory.", inner: e);
        }
    }
}
