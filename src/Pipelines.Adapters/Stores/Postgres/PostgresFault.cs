using System.Net.Sockets;
using Npgsql;
using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Stores.Postgres;

/// <summary>What a database refused or a network lost, in words that say what to do.</summary>
internal static class PostgresFault
{
    private const string Rights = "The user needs select, insert, update and delete on pipelines_objects, usage on pipelines_versions, select on pipelines_schema; and, the first time, create on the schema.";

    /// <summary>Npgsql takes messages of an unknown kind for a bug of its own, an <see cref="InvalidOperationException"/>.</summary>
    public static bool Translates(Exception e) => e is NpgsqlException or SocketException or IOException or TimeoutException or InvalidOperationException;

    public static PipelineException From(Exception e, string location, string act)
    {
        var (what, hint) = Reason(e);
        return new($"{location}: cannot {act}: {what}.", hint, inner: e);
    }

    private static (string What, string Hint) Reason(Exception e) => e switch
    {
        PostgresException { SqlState: "28P01" or "28000" } refused => ($"the user was not let in ({refused.SqlState})", "Check user and password, and pg_hba.conf of the server."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => ("there is no such database", "Create it, or mend its name."),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused => (Said(refused), Rights),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => ("the server takes no writes: it is a standby", "Name the primary."),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => ("the server's disk is full", "Free some space there, and run it again."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidSchemaName } => ("the search path has no schema to keep tables in", "Create it, or name another by search_path in the address."),
        PostgresException refused => (Said(refused), "See the server's log."),
        InvalidOperationException => ("the answer is not PostgreSQL's", "Check host and port."),
        _ => ($"{NetworkFailure.Describe(e)}, also after retries", "Check the network and the server, and run it again."),
    };

    private static string Said(PostgresException refused) => $"{refused.SqlState}: {Excerpt.Of(refused.MessageText)}";
}
