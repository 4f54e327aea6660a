using Pipelines.Databases.Journal;
using Pipelines.Databases.Running;
using Pipelines.Databases.Sessions;
using Pipelines.Databases.Sources;

namespace Pipelines.Databases;

/// <summary>A database that a step is connected to, and the migrations for it.</summary>
/// <param name="Session">The connection.</param>
/// <param name="Catalog">The migrations.</param>
/// <param name="Journal">What was done to it.</param>
/// <param name="Runner">Takes it forward and back.</param>
public sealed record MigratedDatabase(IDatabaseSession Session, MigrationCatalog Catalog, MigrationJournal Journal, MigrationRunner Runner)
    : IAsyncDisposable
{
    /// <summary>How the migrations stand now.</summary>
    /// <exception cref="Errors.PipelineException">The journal cannot be read.</exception>
    public async Task<MigrationStanding> StandingAsync(CancellationToken cancellation)
    {
        try
        {
            return MigrationStanding.Of(Catalog, await Journal.ReadAsync(cancellation), Runner.Environment);
        }
        catch (DatabaseException e)
        {
            throw new Errors.PipelineException($"{Session.Name}: the journal cannot be read: {e.Message}.", e.Advice, inner: e);
        }
    }

    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
