using Pipelines.Configuration;
using Pipelines.Configuration.Schema;

namespace Pipelines.Storage;

/// <summary>Configuration keys for where releases, the event log and leases are kept.</summary>
public static class StoreKeys
{
    /// <summary>How locations of stores in a directory begin.</summary>
    public const string FileScheme = "file:";

    public const string DefaultLocation = FileScheme + ".pipelines/store";

    public static Key<string> Store { get; } =
        Key.Optional("store",
            "Where releases and records are kept: file:PATH, relative to the configuration file, or s3://BUCKET/PREFIX; see the guide to "
            + "stores.", Shapes.Text)
        .Or(DefaultLocation, DefaultLocation) with
    {
        Example = """
            app: backend
            store: s3://acme-releases/backend?region=eu-central-1   # or file:PATH; default: file:.pipelines/store, next to this file
            environments:
              production:
                hosts: ["local:"]
            """,
    };

    public static Key<string> State { get; } = Key.Optional(
        "state", "Where the event log, leases and the queue are kept, if not in the store: a PostgreSQL database, as "
            + "postgres://USER@HOST/DATABASE or env:NAME; or any value of store.", Shapes.Text) with
    {
        DefaultText = "the store",
        Example = """
            app: backend
            store: s3://acme-releases/backend?region=eu-central-1
            state: env:STATE_DATABASE_URL      # a variable that holds postgres://user:password@host/database
            environments:
              production:
                hosts: ["local:"]
            """,
    };

    /// <summary>The directory of a store; null if it is not in one.</summary>
    public static string? DirectoryOf(ConfigFile config, string location) =>
        location.StartsWith(FileScheme, StringComparison.Ordinal) && location.Length > FileScheme.Length
            ? config.Resolve(location[FileScheme.Length..]) : null;
}
