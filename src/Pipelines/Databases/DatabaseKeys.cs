using Pipelines.Configuration.Schema;
using Pipelines.Databases.Running;
using Pipelines.Model;

namespace Pipelines.Databases;

/// <summary>Configuration keys for the database of an environment.</summary>
public static class DatabaseKeys
{
    private static readonly RunnerOptions Defaults = new();

    private static readonly Key<SecretReference> Url = Key.Needed("url",
        "Where the address of the PostgreSQL database is: env:NAME or file:PATH, which hold postgres://user:password@host/database.",
        Shapes.Secret);

    private static readonly Key<string> Migrations = Key.Optional("migrations",
        "The folder of the migrations, relative to the configuration file.", Shapes.Text).Or("migrations", "migrations");

    private static readonly Key<TimeSpan> LockTimeout = Key.Optional("lock-timeout",
        "How long a statement waits for a lock before it steps back and tries again later, so that the app does not queue behind it.",
        Shapes.Duration).Or(Defaults.LockTimeout, "200ms");

    private static readonly Key<TimeSpan> LockWait = Key.Optional("lock-wait",
        "How long to try again while locks are held, and to wait for another migrator.", Shapes.Duration).Or(Defaults.LockWait, "5m");

    private static readonly Key<TimeSpan> StatementTimeout = Key.Optional("statement-timeout",
        "How long a statement in a transaction may take; 0s for any time.", Shapes.Duration).Or(Defaults.StatementTimeout, "0s");

    private static readonly Key<bool> OutOfOrder = Key.Optional("out-of-order",
        "Whether a migration may be applied after newer ones.", Shapes.Boolean).Or(false, "false");

    public static Key<DatabaseSpec> Database { get; } = Key.Optional("database", "The database of the app, and its migrations.",
        Shapes.Record("a database", [Url, Migrations, LockTimeout, LockWait, StatementTimeout, OutOfOrder], record =>
            new DatabaseSpec(record.Require(Url), record.Require(Migrations), new RunnerOptions
            {
                LockTimeout = record.Get(LockTimeout),
                LockWait = record.Get(LockWait),
                StatementTimeout = record.Get(StatementTimeout),
                OutOfOrder = record.Get(OutOfOrder),
            }))) with
    {
        Example = """
            app: backend
            environments:
              production:
                hosts: ["local:"]
                database:
                  url: env:DATABASE_URL        # a variable that holds postgres://user:password@host/database
                  migrations: db/migrations    # 0001_users.sql and 0001_users.down.sql, 0002_names.yaml ...
                  lock-timeout: 200ms
                  lock-wait: 5m
                  statement-timeout: 10m
            """,
    };

    /// <summary>The database of the environment of a step.</summary>
    /// <exception cref="Errors.PipelineException">The environment has none.</exception>
    public static DatabaseSpec Of(Steps.StepContext step) => step.Settings.Get(Database)
        ?? throw Errors.PipelineException.BadInput($"environments.{step.Environment}", "no database is configured.",
            "Add the key database with the url of one.");
}
