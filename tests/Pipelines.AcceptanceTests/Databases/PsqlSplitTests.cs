using Pipelines.Databases.Splitting;
using Pipelines.Errors;
using Pipelines.Tests.Databases;

namespace Pipelines.AcceptanceTests.Databases;

/// <summary>The splitter against psql, whose messages to a server that listens only are the truth.</summary>
[Trait("needs", "postgresql")]
public sealed class PsqlSplitTests
{
    [Theory]
    [InlineData("select E'a'\n'\\'; b'; c")]
    [InlineData("select E'a' -- x\n'b\\'; c")]
    [InlineData("copy t from stdin;\n1;2\n'\n\\.\nselect 1; select 2")]
    [InlineData("copy t from stdin;\r\n1;2\r\n\\.\r\nselect 1;\r\n")]
    [InlineData("create or replace function f() returns int language sql begin atomic select 1; select (case when a then b end); end; x")]
    [InlineData("create function \"begin\"() returns int as $x$ begin; end; $x$ language plpgsql; x;")]
    [InlineData("create rule r as on insert to t do also (insert into a values (1); insert into b values (2)); x")]
    [InlineData("select '\\'; select U&'\\;'; select $a$b$a$; select 1 as \"a\"\"b;\"; end")]
    public async Task AScriptIsSplitAsPsqlSplitsIt(string script)
    {
        using var psql = new PsqlOracle();
        await SameAsync(psql, script);
    }

    [Fact]
    public async Task RandomScriptsAreSplitAsPsqlSplitsThem()
    {
        using var psql = new PsqlOracle();
        var random = new Random(2020);
        for (var round = 0; round < 500; round++)
        {
            await SameAsync(psql, SqlPieces.Script(random, pieces: 1 + random.Next(24)));
        }
    }

    /// <summary>
    /// psql sends what is left at the end of the file, even if a quote in it is open; we refuse that, so what comes before is compared.
    /// </summary>
    private static async Task SameAsync(PsqlOracle psql, string script)
    {
        var expected = (await psql.SplitAsync(script)).Where(text => !IsBlank(text)).ToList();
        var found = new List<string>();
        string? refusal = null;
        try
        {
            var splitter = new SqlSplitter("a.sql", new StringReader(script));
            while (splitter.Next() is { } statement)
            {
                found.Add(statement.Text);
            }
        }
        catch (PipelineException e)
        {
            refusal = e.Message;
        }

        var rest = expected.Count - found.Count;
        var isWhole = refusal is null ? rest == 0 : refusal.Contains("psql", StringComparison.Ordinal)
            || rest == 1 || (rest == 0 && refusal.Contains("comment", StringComparison.Ordinal));
        Assert.True(isWhole && expected.Zip(found).All(pair => IsSame(pair.First, pair.Second)),
            $"script: [{script}]\npsql: [{string.Join("]\n[", expected)}]\nours: [{string.Join("]\n[", found)}]\n{refusal}");
    }

    /// <summary>Whether psql sent the statement, with nothing but comments, white space and a semicolon around it.</summary>
    private static bool IsSame(string sent, string statement)
    {
        (sent, statement) = (WithoutEmptyLines(sent), WithoutEmptyLines(statement));
        return sent.IndexOf(statement, StringComparison.Ordinal) is >= 0 and var at
            && IsBlank(sent[..at]) && IsBlank(sent[(at + statement.Length)..]);
    }

    /// <summary>psql leaves them out between tokens.</summary>
    private static string WithoutEmptyLines(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static bool IsBlank(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var two = text.AsSpan(i, Math.Min(2, text.Length - i));
            if (two is "/*" || (depth > 0 && two is "*/"))
            {
                depth += two is "/*" ? 1 : -1;
                i++;
            }
            else if (depth == 0 && two is "--")
            {
                i = text.IndexOfAny(['\n', '\r'], i) is >= 0 and var end ? end : text.Length;
            }
            else if (depth == 0 && !char.IsWhiteSpace(text[i]) && text[i] != ';')
            {
                return false;
            }
        }

        return true;
    }
}
