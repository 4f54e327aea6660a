using Pipelines.Releases.Records;
using Pipelines.Releases.Trees;
using Pipelines.Steps;

namespace Pipelines.Packaging;

/// <summary>Which tree makes a release, as inputs of steps.</summary>
public static class PackageInputs
{
    public static Input<string> Path { get; } =
        Input.Text("path", "Directory of the build; relative to the current directory. In the configuration file: package.path.");

    /// <summary>The spec of the file, with the directory of the input when there is one.</summary>
    public static PackageSpec Spec(StepContext step)
    {
        var spec = step.Config.Top.Require(PackageKeys.Package);
        return spec with { Root = step.Get(Path) is { } path ? System.IO.Path.GetFullPath(path) : step.Config.Resolve(spec.Root) };
    }

    /// <summary>Where the release comes from, as the platform tells it.</summary>
    public static Provenance Provenance(RunContext run, string? commit, DateTimeOffset now) => new(commit ?? run.Commit, run.Ref, run.Actor, run.RunUrl, now, run.Repository);
}
