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

    public IStore Open(string location, StepContext step) => new FileStore(StoreKeys.DirectoryOf(step.Config, location)!, clock);
}
