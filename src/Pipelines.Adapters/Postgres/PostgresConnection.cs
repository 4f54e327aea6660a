using System.Globalization;
using Npgsql;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Postgres;

/// <summary>Parses the address of a database as given by users.</summary>
public static class PostgresConnection
{
    /// <summary>
    /// Npgsql splits the text of a command at semicolons, and does so wrongly in bodies with BEGIN ATOMIC. It decides once in a process,
    /// after the first address was parsed; every command of ours is one statement.
    /// </summary>
    private const string SplitsCommands = "Npgsql.EnableSqlRewriting";

    private const string Expected =
        "Expected postgres://user:password@host[:port]/database[?sslmode=require] or Host=...;Username=...;Database=...";

    /// <summary>Parses <c>postgres://</c> and <c>postgresql://</c> URLs as libpq does, and Npgsql's own connection strings.</summary>
    /// <exception cref="PipelineException">It is neither. The text is not included in the message: it may contain a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(Secret url)
    {
        AppContext.SetSwitch(SplitsCommands, false);
        var text = url.Reveal();
        try
        {
            return IsUrl(text) ? FromUrl(new Uri(text)) : FromKeywords(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw PipelineException.BadInput("postgres", "the database's address is not valid.", Expected);
        }
    }

    public static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder FromKeywords(string text)
    {
        var builder = new NpgsqlConnectionStringBuilder(text);
        return string.IsNullOrEmpty(builder.Host) ? throw new FormatException() : builder;
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = url.IdnHost, Port = url.Port > 0 ? url.Port : 5432 };
        builder.Username = Value(user[0]);
        builder.Password = Value(user.ElementAtOrDefault(1));
        builder.Database = Value(url.AbsolutePath.TrimStart('/'));
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            Set(builder, part.Split('=', 2));
        }

        return string.IsNullOrEmpty(url.Host) ? throw new FormatException() : builder;
    }

    /// <summary>libpq's names where Npgsql's differ; Npgsql rejects a name known to neither.</summary>
    private static void Set(NpgsqlConnectionStringBuilder builder, string[] parameter)
    {
        var value = Value(parameter.ElementAtOrDefault(1)) ?? "";
        switch (Uri.UnescapeDataString(parameter[0]))
        {
            case "sslmode":
                builder.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                break;
            case "sslrootcert":
                builder.RootCertificate = value;
                break;
            case "connect_timeout":
                builder.Timeout = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                break;
            case "application_name":
                builder.ApplicationName = value;
                break;
            case "search_path":
                builder.SearchPath = value;
                break;
            case "options":
                builder.Options = value;
                break;
            case var name:
                builder[name] = value;
                break;
        }
    }

    private static string? Value(string? escaped) => string.IsNullOrEmpty(escaped) ? null : Uri.UnescapeDataString(escaped);
}
