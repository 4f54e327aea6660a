using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>Stores in a bucket.</summary>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="clock">For pauses between retries.</param>
public sealed class S3StoreKind(Func<string, string?> variable, TimeProvider clock) : IStoreKind
{
    public string Expected => "s3://BUCKET/PREFIX?region=REGION";

    public bool Matches(string location) => location.StartsWith($"{BucketLocationText.Scheme}://", StringComparison.Ordinal);

    public IStore Open(string location, StepContext step) =>
        new S3Store(BucketLocationText.Parse(location), variable, clock, step.Reporter.Mask);
}
