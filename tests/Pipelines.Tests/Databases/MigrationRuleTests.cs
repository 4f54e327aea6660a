using Pipelines.Databases.Migrations;
using Pipelines.Databases.Splitting;
using Pipelines.Errors;

namespace Pipelines.Tests.Databases;

/// <summary>Versions, expectations, and which statements are run outside of a transaction.</summary>
public sealed class MigrationRuleTests
{
    [Theory]
    [InlineData("1", "001", 0)]
    [InlineData("1.2", "1_2", 0)]
    [InlineData("1", "1.0", 0)]
    [InlineData("9", "10", -1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("20251004140000", "3", 1)]
    [InlineData("99999999999999999999999999", "99999999999999999999999998", 1)]
    public void VersionsAreComparedNumberByNumber(string left, string right, int order)
    {
        Assert.True(MigrationVersion.TryParse(left, out var one) & MigrationVersion.TryParse(right, out var other));
        Assert.Equal(order, Math.Sign(one!.CompareTo(other)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1..2")]
    [InlineData("a")]
    [InlineData("-1")]
    [InlineData("1 ")]
    public void WhatIsNoVersionIsNotTakenForOne(string text) => Assert.False(MigrationVersion.TryParse(text, out _));

    [Theory]
    [InlineData("1 row", true, "x")]
    [InlineData("0 rows", true)]
    [InlineData("2 rows", false, "x")]
    [InlineData("> 0", true, "1")]
    [InlineData("> 0", false, "0")]
    [InlineData(">= 10", true, "10.0")]
    [InlineData("< 5", false, "5")]
    [InlineData("!= a", true, "b")]
    [InlineData("> 0", false, "many")]
    [InlineData("> 0", false)]
    [InlineData("> 0", false, "1", "2")]
    [InlineData("all true", true, "t", "t")]
    [InlineData("all true", false, "t", "f")]
    [InlineData("all true", false)]
    [InlineData("done", true, "done")]
    [InlineData("done", false, "Done")]
    [InlineData("done", false, new string?[] { null })]
    public void AnAnswerIsAsExpectedOrNot(string expected, bool holds, params string?[] values) => Assert.Equal(holds,
        new Expectation(expected).Fault([.. values.Select(value => new[] { value })], TimeSpan.Zero) is null);

    [Theory]
    [InlineData("Index Scan using i", "Index Scan using i on t  (cost=0.15..8.17 rows=1 width=4)", true)]
    [InlineData("Index Scan using i", "Seq Scan on t  (cost=0.00..8.17 rows=1 width=4)", false)]
    [InlineData("no Seq Scan", "Seq Scan on t  (cost=0.00..8.17 rows=1 width=4)", false)]
    [InlineData("no sequential scan on t", "Seq Scan on t  (cost=0.00..8.17 rows=1 width=4)", false)]
    [InlineData("no sequential scan on t", "Seq Scan on u  (cost=0.00..8.17 rows=1 width=4)", true)]
    [InlineData("Seq Scan", "Seq Scan on u  (cost=0.00..99.17 rows=1 width=4)", false)]
    public void APlanIsAsExpectedOrNot(string expected, string plan, bool holds) => Assert.Equal(holds,
        new Expectation(expected) { IsPlan = true, MostCost = 10 }.Fault([[plan]], TimeSpan.Zero) is null);

    [Fact]
    public void AnAnswerThatTakesTooLongIsNotAsExpected() => Assert.Equal("took 30 ms, expected at most 20 ms.",
        new Expectation("1 row") { MostTime = TimeSpan.FromMilliseconds(20) }.Fault([["x"]], TimeSpan.FromMilliseconds(30)));

    [Theory]
    [InlineData("create index concurrently i on t (a)", true)]
    [InlineData("CREATE UNIQUE INDEX /* x */ CONCURRENTLY IF NOT EXISTS \"I\" ON ONLY app.t (a)", true)]
    [InlineData("create index concurrently on t (a)", true)]
    [InlineData("create index i on concurrently (a)", false)]
    [InlineData("drop index concurrently i", true)]
    [InlineData("drop index i", false)]
    [InlineData("reindex (verbose) table concurrently t", true)]
    [InlineData("reindex table t", false)]
    [InlineData("reindex schema s", true)]
    [InlineData("vacuum full t", true)]
    [InlineData("cluster", true)]
    [InlineData("cluster t using i", false)]
    [InlineData("alter system set work_mem = 1", true)]
    [InlineData("alter database d set tablespace x", true)]
    [InlineData("alter database d set work_mem = 1", false)]
    [InlineData("alter table t detach partition p concurrently", true)]
    [InlineData("alter table t detach partition p", false)]
    [InlineData("create database d", true)]
    [InlineData("create subscription s connection '' publication p", true)]
    [InlineData("alter type e add value 'x'", false)]
    [InlineData("select 'vacuum'", false)]
    public void OnlyWhatPostgresRefusesInATransactionRunsOutside(string statement, bool outside) =>
        Assert.Equal(outside, StatementKind.Of(statement).ForbidsTransaction);

    [Theory]
    [InlineData("create index concurrently i on t (a)", "i", "t")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"My I\" ON ONLY app.\"T\" USING gin (a)", "\"My I\"", "app.\"T\"")]
    [InlineData("create index concurrently on s . t (a)", null, "s.t")]
    public void AConcurrentIndexIsKnownByNameAndTable(string statement, string? name, string table) =>
        Assert.Equal(new ConcurrentIndex(name, table), StatementKind.Of(statement).ConcurrentIndex);

    [Theory]
    [InlineData("a; b; c", false, "0+3")]
    [InlineData("a; vacuum; b; c", false, "0+1 1! 2+2")]
    [InlineData("vacuum; vacuum", false, "0! 1!")]
    [InlineData("a; b", true, "0+1 1+1")]
    [InlineData("", false, "")]
    public void StatementsAreCommittedInAsFewPartsAsPossible(string script, bool separately, string groups)
    {
        var statements = SqlSplitter.Split("a", script).Select(sql => new MigrationStatement(sql)).ToList();
        Assert.Equal(groups, string.Join(' ', new MigrationScript(statements, separately).Groups
            .Select(group => group.IsOutside ? $"{group.First}!" : $"{group.First}+{group.Count}")));
    }

    [Theory]
    [InlineData("begin; x")]
    [InlineData("start transaction; x")]
    [InlineData("rollback; x")]
    public void ControlOfTransactionsIsKnown(string script) =>
        Assert.True(StatementKind.Of(SqlSplitter.Split("a", script)[0].Text).EndsTransaction);

    [Theory]
    [InlineData("rollback to s")]
    [InlineData("savepoint s")]
    [InlineData("prepare q as select 1")]
    public void WhatStaysInTheTransactionIsAllowed(string statement) => Assert.False(StatementKind.Of(statement).EndsTransaction);

    [Theory]
    [InlineData("database: { url: postgres://app:hunter22@db/app }", "The value is not shown")]
    [InlineData("database: { migrations: m }", "database.url: is missing")]
    [InlineData("database: { url: env:A, lock-timeout: soon }", "lock-timeout: expected a duration")]
    public void AnAddressStandsElsewhereAndTheRestIsChecked(string lines, string problem)
    {
        var found = string.Join('\n', Configuration.Yaml.Problems(Configuration.Yaml.Environment(lines)));
        Assert.Contains(problem, found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", found, StringComparison.Ordinal);
    }
}
