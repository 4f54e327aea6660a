using Pipelines.Configuration.Schema;
using Pipelines.Errors;

namespace Pipelines.Configuration;

/// <summary>The configuration file, parsed and valid.</summary>
/// <param name="Path">The path given by the user; relative paths in the file start at its directory.</param>
/// <param name="Top">Top-level keys.</param>
/// <param name="Environments">Environments by name, in file order.</param>
/// <param name="Schema">The schema it was read with.</param>
public sealed record ConfigFile(string Path, ConfigRecord Top, IReadOnlyDictionary<string, ConfigRecord> Environments, ConfigSchema Schema)
{
    /// <summary>What it was read from.</summary>
    public ConfigNode? Root { get; init; }

    /// <summary>The files of all apps of the file, this one among them; empty until it has been loaded.</summary>
    public IReadOnlyList<ConfigFile> Apps { get; init; } = [];

    /// <summary>Its contents.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where it was read from; also the location of the files it names.</summary>
    public IProjectFiles Files { get; init; } = new WorkingTreeFiles();

    /// <summary>
    /// Fetches the project's deploy freezes from GitLab; throws <see cref="PipelineException"/> if GitLab cannot be queried.
    /// </summary>
    public Func<IReadOnlyList<FreezePeriod>> FreezePeriods { get; init; } = () =>
        throw PipelineException.BadInput("freezes", "GitLab's deploy freezes cannot be read.");

    /// <summary>The directory where relative paths in the file start.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>An environment in the file.</summary>
    /// <exception cref="PipelineException">There is none with that name; the nearest name is suggested.</exception>
    public ConfigRecord Environment(string name) => Environments.TryGetValue(name, out var environment)
        ? environment
        : throw new PipelineException([new Problem(
            "environment", $"\"{name}\" is not an environment in {Path}.", NearestName.Hint(name, Environments.Keys))]);

    /// <summary>The text of a file that this one names; if it is too long, only enough of it to notice.</summary>
    /// <param name="path">Relative to the directory of this file.</param>
    /// <param name="most">Maximum number of characters.</param>
    /// <exception cref="IOException">There is none, or it is not a file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="PipelineException">The platform cannot be queried, or denied access.</exception>
    public string Read(string path, int most) =>
        Files.Read(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", path), most);

    /// <summary>A path in the file as an absolute path on this machine.</summary>
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, Directory);
}
