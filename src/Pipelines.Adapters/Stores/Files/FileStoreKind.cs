using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.Files;

/// <summary>Stores in a directory.</summary>
public sealed class FileStoreKind(TimeProvider clock) : IStoreKind
{
    private const string Scheme = "file:";

    public string Expected => $"file:PATH, such as {StoreKeys.DefaultLocation}";

    public bool Matches(string location) => location.StartsWith(Scheme, StringComparison.Ordinal) && location.Length > Scheme.Length;

    public IStore Open(string location, StepContext step) => new FileStore(step.Config.Resolve(location[Scheme.Length..]), clock);
}
