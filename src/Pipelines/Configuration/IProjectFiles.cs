using Pipelines.Errors;

namespace Pipelines.Configuration;

/// <summary>Where the configuration file is read from, and the files that it names: calendars and public keys.</summary>
public interface IProjectFiles
{
    /// <summary>Where they are, as it ends "there is no file x"; empty for this machine.</summary>
    /// <exception cref="PipelineException">It cannot be found out.</exception>
    string Place { get; }

    /// <summary>The text of a file; of one that is longer only so much that it shows.</summary>
    /// <param name="path">From the working directory, which elsewhere is the root of the project.</param>
    /// <param name="most">Most characters.</param>
    /// <exception cref="IOException">There is none, or it is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="PipelineException">Who has it cannot be asked, or refused.</exception>
    string Read(string path, int most);
}
