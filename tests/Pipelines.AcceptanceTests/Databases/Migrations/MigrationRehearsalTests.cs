using Pipelines.Databases.Rehearsal;

namespace Pipelines.AcceptanceTests.Databases.Migrations;

/// <summary>What a rehearsal measures, against what is known of PostgreSQL, and that nothing of it stays.</summary>
[Trait("needs", "postgresql")]
public sealed class MigrationRehearsalTests
{
    /// <summary>Statement; strongest lock on the table t; whether it is written anew; whether its rows are read.</summary>
    private static readonly (string Sql, string? Lock, bool Rewrites, bool Reads)[] Shapes =
    [
        ("alter table t add column x int", "AccessExclusiveLock", false, false),
        ("alter table t add column x int not null default 5", "AccessExclusiveLock", false, false),
        ("alter table t add column x timestamptz default now()", "AccessExclusiveLock", false, false),
        ("alter table t add column x uuid default gen_random_uuid()", "AccessExclusiveLock", true, true),
        ("alter table t add column x bigserial", "AccessExclusiveLock", true, true),
        ("alter table t add column x int generated always as (n + 1) stored", "AccessExclusiveLock", true, true),
        ("alter table t alter column a type varchar(20)", "AccessExclusiveLock", false, false),
        ("alter table t alter column a type text", "AccessExclusiveLock", false, false),
        ("alter table t alter column a type varchar(9)", "AccessExclusiveLock", true, true),
        ("alter table t alter column n type bigint", "AccessExclusiveLock", true, true),
        ("alter table t alter column n set not null", "AccessExclusiveLock", false, true),
        ("alter table t alter column n drop not null", "AccessExclusiveLock", false, false),
        ("alter table t add constraint c check (n >= 0)", "AccessExclusiveLock", false, true),
        ("alter table t add constraint c check (n >= 0) not valid", "AccessExclusiveLock", false, false),
        ("alter table t add constraint c foreign key (n) references u not valid", "ShareRowExclusiveLock", false, false),
        ("alter table t add constraint c unique (a)", "AccessExclusiveLock", false, true),
        ("create index i on t (n)", "ShareLock", false, true),
        ("create trigger g before insert on t for each row execute function suppress_redundant_updates_trigger()", "ShareRowExclusiveLock",
            false, false),
        ("alter table t set (fillfactor = 90)", "ShareUpdateExclusiveLock", false, false),
        ("alter table t alter column n set statistics 200", "ShareUpdateExclusiveLock", false, false),
        ("comment on table t is 'x'", "ShareUpdateExclusiveLock", false, false),
        ("alter table t rename column n to m", "AccessExclusiveLock", false, false),
        ("alter table t drop column n", "AccessExclusiveLock", false, false),
        ("drop index t_n", "AccessExclusiveLock", false, false),
        ("drop table t", "AccessExclusiveLock", false, false),
        ("truncate t", "AccessExclusiveLock", false, false),
        ("update t set n = n + 1", "RowExclusiveLock", false, true),
        ("delete from t where id = 1", "RowExclusiveLock", false, false),
        ("create table w (id int primary key)", null, false, false),
        ("select * from t where id = 1", "AccessShareLock", false, false),
    ];

    [Fact]
    public async Task EachStatementIsMeasuredAsItIs()
    {
        await using var server = await PostgresServer.StartAsync();
        using var site = new MigrationSite(server);
        await site.ExecuteAsync("create table t (id int primary key, a varchar(10), n int)");
        await site.ExecuteAsync("create table u (id int primary key)");
        await site.ExecuteAsync("insert into t select i, i, i from generate_series(1, 20000) i");
        await site.ExecuteAsync("create index t_n on t (n)");
        await site.ExecuteAsync("analyze t");
        site.Write("1_a.sql", Shapes[0].Sql);
        var before = await site.FingerprintAsync();
        var wrong = new List<string>();

        foreach (var (sql, mode, rewrites, reads) in Shapes)
        {
            site.Write("1_a.sql", sql);
            var measure = Assert.Single(await site.RehearseAsync());
            var strongest = measure.Locks.FirstOrDefault(one => one.Relation == "t")?.Mode;
            if ((measure.Outcome, strongest, measure.Rewritten.Contains("t"), measure.RowsScanned > 0)
                != (RehearsalOutcome.Measured, mode, rewrites, reads))
            {
                wrong.Add(
                    $"{sql}: {measure.Outcome} {measure.Reason} {strongest}, rewrites {measure.Rewritten.Count}, reads "
                    + $"{measure.RowsScanned}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(before, await site.FingerprintAsync());
    }

    [Fact]
    public async Task WhatCannotBeRehearsedIsSaid()
    {
        await using var server = await PostgresServer.StartAsync();
        using var site = new MigrationSite(server);
        site.Write("1_a.sql", "create table a (id int); create index concurrently i on a (id); alter table a add column b int");
        site.Write("2_b.sql", "alter table a add constraint c unique using index i; select 1");

        var measures = await site.RehearseAsync();

        Assert.Equal(
            [RehearsalOutcome.Measured, RehearsalOutcome.NotRehearsed, RehearsalOutcome.Measured, RehearsalOutcome.NotRehearsed,
                RehearsalOutcome.NotRehearsed], measures.Select(measure => measure.Outcome));
        site.Write("2_b.sql", "select 1/0");
        site.Write("1_a.sql", "create table a (id int)");
        Assert.Equal("division by zero (22012)", (await site.RehearseAsync())[1].Reason);
    }
}
