using Pipelines.Errors;

namespace Pipelines.Configuration;

/// <summary>Where the configuration file is read from, along with the files it names: calendars and public keys.</summary>
public interface IProjectFiles
{
    /// <summary>The location, as a suffix to "there is no file x"; empty for this machine.</summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    string Place { get; }

    /// <summary>The text of a file; if it is too long, only enough of it to notice.</summary>
    /// <param name="path">Relative to the working directory or, elsewhere, to the root of the project.</param>
    /// <param name="most">Maximum number of characters.</param>
    /// <exception cref="IOException">There is none, or it is not a file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="PipelineException">The platform cannot be queried, or denied access.</exception>
    string Read(string path, int most);
}
