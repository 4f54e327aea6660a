using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Databases;
using Pipelines.Databases.Journal;
using Pipelines.Databases.Migrations;
using Pipelines.Databases.Rehearsal;
using Pipelines.Databases.Running;
using Pipelines.Databases.Sessions;
using Pipelines.Databases.Sources;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Databases.Migrations;

/// <summary>A folder of migrations, and databases of a real server to which they are applied.</summary>
internal sealed class MigrationSite(PostgresServer server) : IDisposable
{
    /// <summary>Everything that migrations can change, but for the times in the journal.</summary>
    private const string Catalog =
        """
        select string_agg(line, E'\n' order by line) from (
            select 'relation ' || relkind::text || ' ' || relname as line from pg_class where relnamespace = 'public'::regnamespace
            union all select 'column ' || attrelid::regclass || '.' || attname from pg_attribute a join pg_class c on c.oid = attrelid
                where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
            union all select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
            union all select 'invalid ' || indexrelid::regclass from pg_index where not indisvalid
        ) lines
        """;

    private readonly TempDirectory _folder = new();
    private int _databases;

    public RunnerOptions Options { get; init; } = new();

    /// <summary>The current database.</summary>
    public string Database { get; private set; } = "postgres";

    public void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    /// <summary>Goes on with a database that is empty.</summary>
    public async Task NewDatabaseAsync()
    {
        Database = "postgres";
        var name = $"d{_databases++}";
        await ExecuteAsync($"create database {name}");
        Database = name;
    }

    public async Task<IDatabaseSession> OpenAsync() => await new PostgresDatabases()
        .OpenAsync(new Secret(server.Url(PostgresServer.Password).Replace("/postgres", $"/{Database}", StringComparison.Ordinal)),
            CancellationToken.None);

    public async Task<IReadOnlyList<Migration>> UpAsync(Func<IDatabaseSession, IDatabaseSession>? wrap = null)
    {
        await using var session = await OpenAsync();
        return await (await RunnerAsync(wrap?.Invoke(session) ?? session)).UpAsync(Read(), last: null, CancellationToken.None);
    }

    public async Task<IReadOnlyList<Migration>> DownAsync(Func<IDatabaseSession, IDatabaseSession>? wrap = null)
    {
        await using var session = await OpenAsync();
        return await (await RunnerAsync(wrap?.Invoke(session) ?? session)).DownAsync(Read(), applied => applied, CancellationToken.None);
    }

    public async Task<MigrationStanding> StandingAsync()
    {
        await using var session = await OpenAsync();
        var journal = await MigrationJournal.OfAsync(session, actor: null, release: null, CancellationToken.None);
        return MigrationStanding.Of(Read(), await journal.ReadAsync(CancellationToken.None), "production");
    }

    public async Task<IReadOnlyList<StatementMeasure>> RehearseAsync()
    {
        var pending = (await StandingAsync()).Pending;
        await using var session = await OpenAsync();
        return await new MigrationRehearsal(session, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeProvider.System)
            .RunAsync(pending, _ => 0, CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var session = await OpenAsync();
        await session.ExecuteAsync(sql, CancellationToken.None);
    }

    public async Task<string?> ValueAsync(string sql)
    {
        await using var session = await OpenAsync();
        return await session.ValueAsync(sql, [], CancellationToken.None);
    }

    /// <summary>What the database holds, and how far its migrations are.</summary>
    public async Task<string> FingerprintAsync() => $"{await ValueAsync(Catalog)}\n"
        + string.Join('\n', (await StandingAsync()).Lines.Select(line => $"{line.Title} {line.State}"));

    public void Dispose() => _folder.Dispose();

    private MigrationCatalog Read() => MigrationCatalog.Read("m", _folder.Path, YamlReader.Read);

    private async Task<MigrationRunner> RunnerAsync(IDatabaseSession session) => new(session,
        await MigrationJournal.OfAsync(session, actor: "anna", release: null, CancellationToken.None), Options, TimeProvider.System,
        new NullReporter())
    { Environment = "production" };
}
