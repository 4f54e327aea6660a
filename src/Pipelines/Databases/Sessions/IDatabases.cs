using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Databases.Sessions;

/// <summary>Connects to databases.</summary>
public interface IDatabases
{
    /// <summary>A connection of its own, which no pool shares.</summary>
    /// <exception cref="PipelineException">The address is wrong, or the server cannot be reached, or it refuses the user.</exception>
    Task<IDatabaseSession> OpenAsync(Secret url, CancellationToken cancellation);
}
