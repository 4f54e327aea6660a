using Pipelines.Configuration;

namespace Pipelines.Stores;

/// <summary>Where releases, the event log and leases are kept.</summary>
public static class StoreKeys
{
    public const string DefaultLocation = "file:.pipelines/store";

    public static Key<string> Store { get; } = Key.Optional("store", "Where releases and records are kept: file:PATH, relative to the configuration file.", Shapes.Text)
        .Or(DefaultLocation, DefaultLocation) with
    {
        Example = """
            app: backend
            store: file:/var/lib/pipelines/backend   # default: file:.pipelines/store, beside this file
            environments:
              production:
                hosts: ["local:"]
            """,
    };
}
