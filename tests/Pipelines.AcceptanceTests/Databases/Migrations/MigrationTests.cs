using Pipelines.Databases.Journal;
using Pipelines.Databases.Running;
using Pipelines.Errors;

namespace Pipelines.AcceptanceTests.Databases.Migrations;

/// <summary>Migrations against a real server: what fails leaves nothing, and says where and why.</summary>
[Trait("needs", "postgresql")]
public sealed class MigrationTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private MigrationSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _site = new MigrationSite(_server) { Options = new RunnerOptions { LockWait = TimeSpan.FromSeconds(20) } };
    }

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task AnErrorInAStatementNamesItsPlaceAndLeavesNothing()
    {
        _site.Write("1_a.sql", "create table a (id int);");
        _site.Write("2_b.sql", string.Concat(Enumerable.Range(1, 6).Select(i => $"create table b{i} (id int);\n"))
            + "-- seven\nselect 'é𝄞', 1\n  frm b1;\n"
                + string.Concat(Enumerable.Range(8, 5).Select(i => $"create table b{i} (id int);\n")));

        var failure = await Assert.ThrowsAsync<PipelineException>(() => _site.UpAsync());

        Assert.Equal(ExitCode.Failed, failure.ExitCode);
        Assert.Contains("m/2_b.sql:9:7: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("syntax error at or near \"b1\" (42601).", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing of this migration was kept.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("1",
            await _site.ValueAsync("select count(*) from pg_tables where schemaname = 'public' and tablename <> 'pipelines_migrations'"));
        Assert.Equal([MigrationState.Applied, MigrationState.Pending], (await _site.StandingAsync()).Lines.Select(line => line.State));
    }

    [Theory]
    [InlineData("type: query, query: select count(*) from a, expected: '> 0'", "found \"0\", expected > 0.")]
    [InlineData("type: performance, query: select * from a where id = 1, expected: no seq scan on a",
        "expected no seq scan on a; the plan is")]
    [InlineData("type: row-count, table: a, expected: '1'", "found \"0\", expected 1.")]
    [InlineData("type: query, query: select pg_sleep(0.2), expected: 1 row, max-time: 100ms", "expected at most 100 ms.")]
    [InlineData("type: column-exists, table: a, column: b", "found \"f\", expected t.")]
    [InlineData("type: query, query: select 1/0, expected: 1 row", "division by zero (22012).")]
    public async Task ACheckThatFailsIsFoundBeforeTheCommit(string check, string fault)
    {
        _site.Write("1_a.yaml", Declarative("create table a (id int); insert into a select 1 where false", check, "drop table a"));

        var failure = await Assert.ThrowsAsync<PipelineException>(() => _site.UpAsync());

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, failure.ExitCode);
        Assert.Equal("t", await _site.ValueAsync("select to_regclass('a') is null"));
    }

    [Fact]
    public async Task WhatWasCommittedOutsideOfATransactionIsUndoneWhenACheckFails()
    {
        await _site.ExecuteAsync("create table t (id int)");
        _site.Write("1_a.yaml", Declarative("create index concurrently i on t (id)",
            "type: query, query: select 1, expected: '2'", "drop index concurrently i"));

        var failure = await Assert.ThrowsAsync<PipelineException>(() => _site.UpAsync());

        Assert.Equal(ExitCode.RolledBack, failure.ExitCode);
        Assert.Contains("What it had committed was undone.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("t", await _site.ValueAsync("select to_regclass('i') is null"));
        Assert.Equal(MigrationState.Pending, Assert.Single((await _site.StandingAsync()).Lines).State);
    }

    [Fact]
    public async Task AConcurrentIndexThatCannotBeFinishedLeavesNoInvalidOne()
    {
        await _site.ExecuteAsync("create table t (id int)");
        await _site.ExecuteAsync("insert into t values (1), (1)");
        _site.Write("1_a.sql",
            "create table u (id int); create unique index concurrently if not exists i on t (id); create table v (id int)");

        var failure = await Assert.ThrowsAsync<PipelineException>(() => _site.UpAsync());

        Assert.Contains("could not create unique index", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Its first 1 of 3 statements are committed.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("0", await _site.ValueAsync("select count(*) from pg_index where not indisvalid"));
        await _site.ExecuteAsync("delete from t");
        await _site.UpAsync();
        Assert.Equal("t",
            await _site.ValueAsync("select indisvalid and to_regclass('v') is not null from pg_index where indexrelid = 'i'::regclass"));
    }

    [Fact]
    public async Task AnInvalidIndexOfAnEarlierAttemptIsNotTakenForTheNewOne()
    {
        await _site.ExecuteAsync("create table t (id int)");
        await _site.ExecuteAsync("insert into t values (1), (1)");
        await Assert.ThrowsAsync<Pipelines.Databases.Sessions.DatabaseException>(
            () => _site.ExecuteAsync("create unique index concurrently i on t (id)"));
        Assert.Equal("1", await _site.ValueAsync("select count(*) from pg_index where not indisvalid"));
        await _site.ExecuteAsync("delete from t");
        _site.Write("1_a.sql", "create unique index concurrently if not exists i on t (id)");

        await _site.UpAsync();

        Assert.Equal("t", await _site.ValueAsync("select indisvalid from pg_index where indexrelid = 'i'::regclass"));
    }

    [Fact]
    public async Task AStatementThatMeetsALockStepsBackAndTriesAgain()
    {
        await _site.ExecuteAsync("create table t (id int)");
        _site.Write("1_a.sql", "alter table t add column a int");
        await using var reader = await _site.OpenAsync();
        await reader.ExecuteAsync("begin", null, CancellationToken.None);
        await reader.ExecuteAsync("select * from t", null, CancellationToken.None);

        var migration = _site.UpAsync();
        var longest = TimeSpan.Zero;
        for (var i = 0; i < 40; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await _site.ExecuteAsync("select * from t");
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(began).Ticks));
            await Task.Delay(50);
        }

        Assert.False(migration.IsCompleted);
        await reader.ExecuteAsync("commit", null, CancellationToken.None);
        Assert.Single(await migration);
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(2)); // without stepping back it would be as long as the reader reads
    }

    [Fact]
    public async Task ManyMigratorsAtOnceApplyEachMigrationOnce()
    {
        await _site.ExecuteAsync("create table t (id int)");
        for (var i = 1; i <= 6; i++)
        {
            _site.Write($"{i}_a.sql", $"create index concurrently i{i} on t (id); create table a{i} (id int); insert into a{i} values (1)");
        }

        var applied = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => _site.UpAsync()));

        Assert.Equal(6, applied.Sum(migrations => migrations.Count));
        Assert.Equal("6", await _site.ValueAsync("select count(*) from pipelines_migrations"));
        Assert.Equal("0", await _site.ValueAsync("select count(*) from pg_index where not indisvalid"));
    }

    [Fact]
    public async Task AnEditedAMissingAndALateMigrationAreToldTogether()
    {
        _site.Write("2_a.sql", "create table a (id int)");
        _site.Write("4_b.sql", "create table b (id int)");
        await _site.UpAsync();
        _site.Write("2_a.sql", "create table a (id bigint)");
        _site.Write("1_late.sql", "select 1");
        _site.Write("3_later.sql", "select 1");

        var failure = await Assert.ThrowsAsync<PipelineException>(() => _site.UpAsync());

        Assert.Equal(3, failure.Problems.Count);
        Assert.Contains("2 a was edited after it was applied", failure.Message, StringComparison.Ordinal);
        Assert.Contains("1 late is older than 4", failure.Message, StringComparison.Ordinal);
        Assert.Contains("3 later is older than 4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommentsOfAnAppliedMigrationMayChange()
    {
        _site.Write("1_a.sql", "create table a (id int)");
        await _site.UpAsync();
        _site.Write("1_a.sql", "-- why\r\ncreate   table a (id /* what */ int);\r\n");
        Assert.Empty(await _site.UpAsync());
    }

    [Fact]
    public async Task SettingsOfAMigrationEndWithIt()
    {
        _site.Write("1_a.sql", "create role r; set role r; set search_path = ''; select 1");
        _site.Write("2_b.sql", "create table b (id int)");
        await _site.UpAsync();
        Assert.Equal("app", await _site.ValueAsync("select tableowner from pg_tables where tablename = 'b'"));
    }

    [Fact]
    public async Task ADeferredConstraintThatSpeaksAtTheCommitFailsTheMigration()
    {
        _site.Write("1_a.sql", "create table a (id int unique deferrable initially deferred); insert into a values (1), (1)");
        var failure = await Assert.ThrowsAsync<PipelineException>(() => _site.UpAsync());
        Assert.Contains("duplicate key", failure.Message, StringComparison.Ordinal);
        Assert.Equal("t", await _site.ValueAsync("select to_regclass('a') is null"));
    }

    [Fact]
    public async Task AMigrationWithoutAWayDownIsNotUndoneAndNeitherAreOthers()
    {
        _site.Write("1_a.sql", "create table a (id int)");
        _site.Write("2_b.sql", "create table b (id int)");
        _site.Write("2_b.down.sql", "drop table b");
        await _site.UpAsync();
        Assert.Contains("1 a has no way down.", (await Assert.ThrowsAsync<PipelineException>(() => _site.DownAsync())).Message,
            StringComparison.Ordinal);
        Assert.Equal("t", await _site.ValueAsync("select to_regclass('b') is not null"));
    }

    [Fact]
    public async Task AMissingPrivilegeIsToldAndNothingIsLeft()
    {
        await _site.ExecuteAsync("create table secret (id int)");
        await _site.ExecuteAsync("create role r");
        _site.Write("1_a.sql", "create table a (id int); set role r; drop table secret");
        var failure = await Assert.ThrowsAsync<PipelineException>(() => _site.UpAsync());
        Assert.Contains("must be owner of table secret (42501)", failure.Message, StringComparison.Ordinal);
        Assert.Equal("t", await _site.ValueAsync("select to_regclass('a') is null"));
    }

    [Fact]
    public async Task APreconditionThatIsNotMetStopsBeforeTheFirstStatement()
    {
        _site.Write("1_a.yaml", Declarative("create table a (id int)", "type: query, query: select 1, expected: '1'", "drop table a")
            + "  preConditions: [{ type: table-exists, table: nowhere }, { type: extension-exists, extension: plpgsql }]\n");
        var failure = await Assert.ThrowsAsync<PipelineException>(() => _site.UpAsync());
        Assert.Contains("a precondition is not met: the check \"table nowhere exists\" does not hold", failure.Message,
            StringComparison.Ordinal);
        Assert.Equal("0", await _site.ValueAsync("select count(*) from pipelines_migrations"));
    }

    private static string Declarative(string up, string check, string down) =>
        $$"""
        apiVersion: v1
        kind: Migration
        metadata: { id: "1" }
        spec:
          up: [{ type: sql, content: "{{up}}" }]
          down: [{ type: sql, content: "{{down}}" }]
          validation: { post-up: [{ {{check}} }] }

        """;
}
