using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.Files;

/// <summary>Stores in a directory.</summary>
public sealed class FileStoreKind(TimeProvider clock) : IStoreKind
{
    public string Expected => $"file:PATH, such as {StoreKeys.DefaultLocation}";

    public bool Matches(string location) => location.StartsWith(StoreKeys.FileScheme, StringComparison.Ordinal)
        && location.Length > StoreKeys.FileScheme.Length;

    public IStore Open(string location, StepContext step)
    {
        var directory = StoreKeys.DirectoryOf(step.Config, location)!;
        if (step.Run.Workspace is { Length: > 0 } workspace
            && !Path.GetRelativePath(workspace, directory).StartsWith("..", StringComparison.Ordinal))
        {
            step.Reporter.Warning(new Problem("store",
                $"{location} is in the job's checkout, which the platform cleans before the next job: releases to roll back to and all "
                    + "records are lost then.", "Choose a directory outside of it, or a bucket; see docs/guides/stores.md."));
        }

        return new FileStore(directory, clock);
    }
}
