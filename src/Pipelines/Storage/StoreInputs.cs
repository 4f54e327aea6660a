using Pipelines.Steps;

namespace Pipelines.Storage;

/// <summary>The store as an input of steps.</summary>
public static class StoreInputs
{
    public static Input<string> Store { get; } =
        Input.Text("store", "Where releases and records are kept, such as file:PATH or s3://BUCKET/PREFIX?region=REGION.")
            .Or(StoreKeys.DefaultLocation, StoreKeys.DefaultLocation) with { ConfigPath = StoreKeys.Store.Name, DefaultText = null };
}
