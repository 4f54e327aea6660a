using System.Net.Sockets;
using Npgsql;
using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Stores.Postgres;

/// <summary>Explains database and network errors and says what to do.</summary>
internal static class PostgresFault
{
    private const string Rights =
        "The user needs select, insert, update and delete on pipelines_objects, usage on pipelines_versions, select on pipelines_schema; "
            + "and, the first time, create on the schema.";

    /// <summary>Npgsql treats messages of an unknown kind as a bug of its own, an <see cref="InvalidOperationException"/>.</summary>
    public static bool Translates(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException or InvalidOperationException;

    public static PipelineException From(Exception e, string location, string act)
    {
        var (what, hint) = Reason(e);
        return new($"{location}: cannot {act}: {what}.", hint, inner: e);
    }

    private static (string What, string Hint) Reason(Exception e) => e switch
    {
        PostgresException { SqlState: "28P01" or "28000" } refused =>
            ($"access was denied to the user ({refused.SqlState})", "Check the user and password, and the server's pg_hba.conf."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            ("there is no such database", "Create it, or correct its name."),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused => (Said(refused), Rights),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            ("the server accepts no writes: it is a standby", "Use the address of the primary."),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            ("the server's disk is full", "Free some space there, and run it again."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidSchemaName } =>
            ("the search path has no schema in which to create tables", "Create it, or set another one with search_path in the address."),
        PostgresException refused => (Said(refused), "See the server's log."),
        InvalidOperationException => ("the response is not from PostgreSQL", "Check the host and port."),
        _ => ($"{NetworkFailure.Describe(e)}, even after retries", "Check the network and the server, and run it again."),
    };

    private static string Said(PostgresException refused) => $"{refused.SqlState}: {Excerpt.Of(refused.MessageText)}";
}
