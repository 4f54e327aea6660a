using Pipelines.Configuration.Schema;
using Pipelines.Errors;

namespace Pipelines.Configuration;

/// <summary>The configuration file, read and found sound.</summary>
/// <param name="Path">Path as the user gave it; relative paths in the file start at its directory.</param>
/// <param name="Top">Keys of the top level.</param>
/// <param name="Stages">Environments by name, in file order.</param>
/// <param name="Schema">What it was read by.</param>
public sealed record ConfigFile(string Path, ConfigRecord Top, IReadOnlyDictionary<string, ConfigRecord> Stages, ConfigSchema Schema)
{
    /// <summary>What stands in it.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where it was read from, and where the files are that it names.</summary>
    public IProjectFiles Files { get; init; } = new WorkingTreeFiles();

    /// <summary>Asks GitLab for the deploy freezes of the project; throws <see cref="PipelineException"/> when it cannot be asked.</summary>
    public Func<IReadOnlyList<FreezePeriod>> FreezePeriods { get; init; } = () => throw PipelineException.BadInput("freezes", "GitLab cannot be asked for its deploy freezes.");

    /// <summary>The directory that relative paths in the file start from.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>An environment of the file.</summary>
    /// <exception cref="PipelineException">There is none of that name; the nearest one is named.</exception>
    public ConfigRecord Stage(string name) => Stages.TryGetValue(name, out var stage)
        ? stage
        : throw new PipelineException([new Problem(
            "environment", $"\"{name}\" is not an environment of {Path}.", NearestName.Hint(name, Stages.Keys))]);

    /// <summary>The text of a file that this one names; of one that is longer only so much that it shows.</summary>
    /// <param name="path">From the directory of this one.</param>
    /// <param name="most">Most characters.</param>
    /// <exception cref="IOException">There is none, or it is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="PipelineException">Who has it cannot be asked, or refused.</exception>
    public string Read(string path, int most) => Files.Read(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", path), most);

    /// <summary>A path of the file as an absolute one, on this machine.</summary>
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, Directory);
}
