using Pipelines.Configuration.Schema;
using Pipelines.Releases.Trees;

namespace Pipelines.Packaging;

/// <summary>Configuration keys for the contents of a release.</summary>
public static class PackageKeys
{
    private static readonly Shape<IReadOnlyList<string>> Globs = Shapes.List(Shapes.Text);
    private static readonly Key<string> Path = Key.Optional("path", "Directory with the build, relative to the configuration file.",
        Shapes.Text).Or(".", ".");
    private static readonly Key<IReadOnlyList<string>> Include = Key.Optional("include", "Patterns of files to include.", Globs).Or([],
        "everything");
    private static readonly Key<IReadOnlyList<string>> Exclude = Key.Optional("exclude",
        "Patterns of files to exclude; applied after those in .pipelinesignore.", Globs).Or([], "nothing");
    private static readonly Key<IReadOnlyList<string>> AllowSecrets = Key.Optional("allow-secrets",
        "Patterns of files to package even though they look like secrets.", Globs).Or([], "none");

    public static Key<PackageSpec> Package { get; } = Key.Optional("package", "Which files make up a release.", Shapes.Record(
        "a package", [Path, Include, Exclude, AllowSecrets], record => new PackageSpec(record.Require(Path))
        {
            Include = record.Require(Include),
            Exclude = record.Require(Exclude),
            AllowSecrets = record.Require(AllowSecrets),
        })).Or(new PackageSpec("."), "the directory of the configuration file") with
    {
        Example = """
            app: backend
            package:
              path: dist                       # relative to this file
              exclude: ["**/*.map", "docs/"]   # as in .gitignore; also read from .pipelinesignore in that directory
              allow-secrets: [".env"]          # .env, private keys and the like are rejected unless allowed
            environments:
              production:
                hosts: ["local:"]
            """,
    };
}
