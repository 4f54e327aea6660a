using Npgsql;
using Pipelines.Adapters.Postgres;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.Postgres;

/// <summary>State in a PostgreSQL database, whose address is in the file or in a variable.</summary>
public sealed class PostgresStoreKind(TimeProvider clock) : IStoreKind
{
    public string Expected => "postgres://USER@HOST/DATABASE or env:NAME";

    public bool HoldsReleases => false;

    public bool Matches(string location) => Variable(location) is not null || PostgresConnection.IsUrl(location);

    public IStore Open(string location, StepContext step) =>
        new PostgresStore(Variable(location) is { } variable
            ? PostgresConnection.Parse(step.Secrets.Resolve(variable)) : Written(location), clock);

    private static SecretReference? Variable(string location) =>
        SecretReference.TryParse(location, out var reference) && reference.Kind == SecretKind.Variable ? reference : null;

    /// <summary>An address in the file must not contain a password.</summary>
    private static NpgsqlConnectionStringBuilder Written(string address)
    {
        var database = PostgresConnection.Parse(new Secret(address));
        return database.Password is null
            ? database
            : throw PipelineException.BadInput("state", "it contains a password.",
            "Put the address in a variable set from a secret, and write state: env:NAME; or provide the password with PGPASSWORD.");
    }
}
