using System.Text;
using Pipelines.Databases.Splitting;
using Pipelines.Errors;

namespace Pipelines.Tests.Databases;

/// <summary>Where statements end. The acceptance tests ask psql itself; these name each kind.</summary>
public sealed class SqlSplitterTests
{
    [Theory]
    [InlineData("select 1; select 2", "select 1|select 2")]
    [InlineData("select ';'; select 2;", "select ';'|select 2")]
    [InlineData("select 'it''s;'; x", "select 'it''s;'|x")]
    [InlineData(@"select '\'; x", @"select '\'|x")]
    [InlineData(@"select E'\';'; x", @"select E'\';'|x")]
    [InlineData(@"select e'\\'; x", @"select e'\\'|x")]
    [InlineData(@"select U&'\;'; x", @"select U&'\;'|x")]
    [InlineData(@"select U&""a;""""b""; x", @"select U&""a;""""b""|x")]
    [InlineData(@"select ""a;b""; x", @"select ""a;b""|x")]
    [InlineData("select $$a;b$$; x", "select $$a;b$$|x")]
    [InlineData("select $a$ $b$ ; $$ $a$; x", "select $a$ $b$ ; $$ $a$|x")]
    [InlineData("select a$b$; x", "select a$b$|x")]
    [InlineData("select 1$a$;$a$; x", "select 1$a$;$a$|x")]
    [InlineData("select $1; x", "select $1|x")]
    [InlineData("select 1e$b$, 1e-1, 1e--;\n; x", "select 1e$b$, 1e-1, 1e|x")]
    [InlineData("select $1a$b$; x", "select $1a$b$|x")]
    [InlineData("select $é$;$é$; x", "select $é$;$é$|x")]
    [InlineData("a /* ; /* ; */ ; */ b; x", "a /* ; /* ; */ ; */ b|x")]
    [InlineData("a /*/ ; */ b; y", "a /*/ ; */ b|y")]
    [InlineData("a +/* ; */ b; x", "a +/* ; */ b|x")]
    [InlineData("a @-- ;\n b; x", "a @-- ;\n b|x")]
    [InlineData("a -- ;\r b; x", "a -- ;\r b|x")]
    [InlineData("-- just a comment\n/* and another */", "")]
    [InlineData(";; ; select 1;;", "select 1")]
    [InlineData("create rule r as on insert to t do (a; b); x", "create rule r as on insert to t do (a; b)|x")]
    [InlineData("create function f() returns int begin atomic select 1; select case when true then 1 end; end; x",
        "create function f() returns int begin atomic select 1; select case when true then 1 end; end|x")]
    [InlineData("create or replace procedure p() begin atomic a; /* end */ b; end; x",
        "create or replace procedure p() begin atomic a; /* end */ b; end|x")]
    [InlineData("create function fn_begin() returns int language sql as 'x'; y",
        "create function fn_begin() returns int language sql as 'x'|y")]
    [InlineData("begin; x; end; y", "begin|x|end|y")]
    [InlineData("select a[1:create], x::begin, :begin; y", "select a[1:create], x::begin, :begin|y")]
    [InlineData(":create function f() begin; x", ":create function f() begin|x")]
    [InlineData("create table f(begin int); x", "create table f(begin int)|x")]
    [InlineData(@"set standard_conforming_strings = off; select '\';'; x", @"set standard_conforming_strings = off|select '\';'|x")]
    [InlineData("\uFEFFselect 1; x", "select 1|x")]
    public void AStatementEndsWherePsqlEndsIt(string script, string statements) =>
        Assert.Equal(statements, string.Join('|', SqlSplitter.Split("a.sql", script).Select(statement => statement.Text)));

    [Theory]
    [InlineData("copy t from stdin;\n1\ta;b\n\\.\nselect 1;", "1\ta;b\n")]
    [InlineData("COPY t (a, b) FROM STDIN WITH (format csv);\r\n1,'\r\n\\.\r\nselect 1", "1,'\r\n")]
    [InlineData("copy t from stdin; -- rows\n\\.", "")]
    public void DataOfCopyBelongsToItsStatement(string script, string data) =>
        Assert.Equal(data, SqlSplitter.Split("a.sql", script)[0].CopyData);

    [Theory]
    [InlineData("copy (select 1 from stdin) to stdout; select 1")]
    [InlineData("select stdin from copy; select 1")]
    [InlineData("copy t from 'stdin'; select 1")]
    public void WhatOnlyLooksLikeCopyHasNoData(string script)
    {
        var statements = SqlSplitter.Split("a.sql", script);
        Assert.Equal(2, statements.Count);
        Assert.Null(statements[0].CopyData);
    }

    [Fact]
    public void APlaceIsThatOfTheFirstToken()
    {
        var statements =
            SqlSplitter.Split("m/1.sql", "-- one\nselect 1;\n\n  /* x */ select\n 2; select 3;\ncopy t from stdin;\na\n\\.\nx");
        Assert.Equal(["m/1.sql:2:1", "m/1.sql:4:11", "m/1.sql:5:5", "m/1.sql:6:1", "m/1.sql:9:1"],
            statements.Select(statement => $"{statement.At}"));
    }

    [Theory]
    [InlineData("select 1;\n \\d t\n", "a.sql:2:2: \"\\d t\" is a command of psql, not SQL. Write it as SQL, or remove it.")]
    [InlineData("select 1 \\g", "a.sql:1:10: \"\\g\" is a command of psql, not SQL. Write it as SQL, or remove it.")]
    [InlineData("select 'a;\n", "a.sql:1:8: a quoted text begins here that is never closed. Close it.")]
    [InlineData("select E'a\\", "a.sql:1:8: a quoted text begins here that is never closed. Close it.")]
    [InlineData("select $a$ $b$ ;", "a.sql:1:8: a quoted text begins here that is never closed. Close it.")]
    [InlineData("x;\n/* /* */", "a.sql:2:1: a comment begins here that is never closed. Close it.")]
    [InlineData("copy t from stdin;\n1\n", "a.sql:1:1: the data of COPY FROM STDIN never ends. End it with a line that holds only \\.")]
    [InlineData("copy t from stdin; select 1;\n\\.",
        "a.sql:1:19: COPY FROM STDIN is followed by more on the same line. Begin the data on the next line.")]
    [InlineData("select\n '\0'", "a.sql:2:3: there is a NUL character. Remove it.")]
    public void WhatCannotBeSplitIsRefusedWithItsPlace(string script, string message) =>
        Assert.Equal(message, Assert.Throws<PipelineException>(() => SqlSplitter.Split("a.sql", script)).Message);

    /// <summary>However the text arrives, and wherever a buffer ends, the result is the same.</summary>
    [Fact]
    public void ATextThatTricklesInIsSplitAlike()
    {
        var random = new Random(20);
        for (var round = 0; round < 400; round++)
        {
            var script = SqlPieces.Script(random, pieces: 1 + random.Next(30));
            Assert.Equal(Whole(() => Texts(new SqlSplitter("a", new StringReader(script)))),
                Whole(() => Texts(new SqlSplitter("a", new TricklingReader(script)))));
        }
    }

    [Fact]
    public void ALongScriptHoldsOneStatementAtATime()
    {
        var statement = $"insert into t values ('{new string('x', 1000)}', $$ ; $$); -- a comment\n";
        var script = new StringBuilder().Insert(0, statement, 20_000).ToString();
        var splitter = new SqlSplitter("a", new StringReader(script));
        var (before, count) = (GC.GetAllocatedBytesForCurrentThread(), 0);
        var last = 0;
        while (splitter.Next() is { } next)
        {
            (count, last) = (count + 1, next.At.Line);
        }

        Assert.Equal((20_000, 20_000), (count, last));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2L * 2 * script.Length);
    }

    private static string Whole(Func<IEnumerable<string>> split)
    {
        try
        {
            return string.Join('|', split());
        }
        catch (PipelineException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> Texts(SqlSplitter splitter)
    {
        while (splitter.Next() is { } statement)
        {
            yield return $"{statement.At} {statement.Text} {statement.CopyData}";
        }
    }
}
