using Pipelines.Releases.Records;
using Pipelines.Releases.Trees;
using Pipelines.Steps;

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
        };
    }

    /// <summary>The origin of the release, as reported by the platform.</summary>
    public static Provenance Provenance(RunContext run, string? commit, DateTimeOffset now) =>
        new(commit ?? run.Origin.Commit, run.Origin.Ref, run.Origin.Actor, run.Origin.RunUrl, now, run.Origin.Repository);
}
