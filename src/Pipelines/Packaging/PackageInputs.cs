using Pipelines.Hosts;
using Pipelines.Releases.Records;
using Pipelines.Releases.Trees;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Packaging;

/// <summary>Inputs that select the tree of a release.</summary>
public static class PackageInputs
{
    public static Input<string> Path { get; } =
        Input.Text("path", "Directory with the build, relative to the current directory. In the configuration file: package.path.");

    public static Input<bool> AllowEmpty { get; } =
        Input.Flag("allow-empty", "Accept a build that contains no data. It is refused otherwise: it usually means that the build failed.");

    /// <summary>The configured spec, with the directory from the input if given.</summary>
    public static PackageSpec Spec(StepContext step)
    {
        var spec = step.Config.Top.Require(PackageKeys.Package);
        return spec with
        {
            Root = step.Get(Path) is { } path ? System.IO.Path.GetFullPath(path) : step.Config.Resolve(spec.Root),
            AllowEmpty = step.Get(AllowEmpty),
            Own = [.. OwnPlaces(step)],
        };
    }

    /// <summary>What deployments themselves write, and no build contains: the store, and the roots on this machine.</summary>
    private static IEnumerable<string> OwnPlaces(StepContext step) =>
    [
        .. new[] { step.Require(StoreInputs.Store), step.Config.Top.Get(StoreKeys.State) }.OfType<string>()
            .Select(location => StoreKeys.DirectoryOf(step.Config, location)).OfType<string>(),
        .. step.Config.Environments.Values.SelectMany(environment => DeployKeys.RootsOf(step.Config, environment))
            .Where(place => place.Machine.Length == 0).Select(place => place.Root),
    ];

    /// <summary>The origin of the release, as reported by the platform.</summary>
    public static Provenance Provenance(RunContext run, string? commit, DateTimeOffset now) =>
        new(commit ?? run.Origin.Commit, run.Origin.Ref, run.Origin.Actor, run.Origin.RunUrl, now, run.Origin.Repository);
}
