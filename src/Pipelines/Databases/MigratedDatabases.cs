using Pipelines.Databases.Journal;
using Pipelines.Databases.Running;
using Pipelines.Databases.Sessions;
using Pipelines.Databases.Sources;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Makes the database of a step's environment.</summary>
public sealed class MigratedDatabases(IDatabases databases, YamlParser yaml, TimeProvider clock)
{
    /// <summary>The migrations of a step's environment.</summary>
    /// <exception cref="Errors.PipelineException">There is no database, or there are problems in its files: all of them.</exception>
    public MigrationCatalog Catalog(StepContext step)
    {
        var spec = DatabaseKeys.Of(step);
        return MigrationCatalog.Read(spec.Migrations, step.Config.Resolve(spec.Migrations), yaml);
    }

    /// <summary>Connects.</summary>
    /// <exception cref="Errors.PipelineException">As <see cref="Catalog"/>; or the database cannot be reached.</exception>
    public async Task<MigratedDatabase> OpenAsync(StepContext step, CancellationToken cancellation)
    {
        var spec = DatabaseKeys.Of(step);
        var catalog = Catalog(step);
        var session = await databases.OpenAsync(step.Secrets.Resolve(spec.Url), cancellation);
        try
        {
            var journal = await MigrationJournal.OfAsync(session, step.Actor, release: null, cancellation);
            var runner = new MigrationRunner(session, journal, spec.Options, clock, step.Reporter) { Environment = step.Environment };
            return new MigratedDatabase(session, catalog, journal, runner);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
