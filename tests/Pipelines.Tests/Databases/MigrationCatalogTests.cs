using Pipelines.Adapters.Configuration;
using Pipelines.Databases.Migrations;
using Pipelines.Databases.Sources;
using Pipelines.Errors;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Databases;

/// <summary>A folder of migrations becomes one history, or all of its problems are told at once.</summary>
public sealed class MigrationCatalogTests : IDisposable
{
    private const string Yaml = """
        apiVersion: acme.example/v1
        kind: Migration
        metadata: { id: "004", description: Add an index, author: team, created: "2025-10-04T14:00:00Z", environments: [dev, production] }
        spec:
          dependencies: ["0005_late"]
          preConditions:
            - { type: table-exists, table: users }
            - { type: row-count, table: app.users, expected: "> 0" }
          up:
            - name: Create the index
              type: sql
              content: |
                -- why
                create index i on users (name);
                select 1;
          down:
            - { type: sql, content: drop index i }
          validation:
            post-up:
              - { type: query, query: select 1, expected: 1 row }
              - { type: performance, query: select * from users, expected: no seq scan on users, max-cost: 10.5, max-time: 100ms }
            post-down:
              - { type: index-not-exists, index: i }
          rollback: { automatic: false, triggers: [validation-failure], timeout: 5m }
        """;

    private readonly TempDirectory _folder = new();

    [Fact]
    public void AllWaysToWriteAMigrationMakeOneHistory()
    {
        Write("0001_users.sql", "create table users (id int);\nselect 1");
        Write("0001_users.down.sql", "drop table users");
        Write("V2.1__names.sql", "begin; select 2; commit;");
        Write("U2.1__names.sql", "select -2");
        Write("20_cities.sql", "-- migrate:up transaction:false\nselect 3;\nselect 4;\n-- migrate:down\nselect -3;\n");
        Write("004_index.yaml", Yaml);
        Write("0005_late.sql", "select 5");
        Write("R__views.sql", "create or replace view v as select 1");
        Write("README.md", "about");

        var catalog = Read();

        Assert.Equal(["0001 users", "2.1 names", "0005 late", "004 Add an index", "20 cities", "R__views"],
            catalog.All.Select(migration => migration.Title));
        Assert.Equal(["drop table users", "select -2", "", "drop index i", "select -3", ""],
            catalog.All.Select(migration => migration.Down?.Statements[0].Sql.Text ?? ""));
        Assert.Equal("select 2", Assert.Single(catalog.Versioned[1].Up.Statements).Sql.Text);
        Assert.True(catalog.Versioned[4].Up.Separately);
        Assert.Equal(2, catalog.Versioned[4].Up.Statements[0].Sql.At.Line);
    }

    [Fact]
    public void EveryKeyOfADeclarativeMigrationIsRead()
    {
        Write("0005_late.sql", "select 5");
        Write("004_index.yaml", Yaml);

        var migration = Read().Versioned[1];

        var terms = migration.Terms;
        Assert.Equal(("team", false, TimeSpan.FromMinutes(5)), (terms.Author, terms.UndoesItself, terms.UndoWithin));
        Assert.True(migration.IsFor("dev") && migration.IsFor("production") && !migration.IsFor("staging"));
        Assert.Equal(["table users exists", "rows of app.users"], terms.PreConditions.Select(check => check.Name));
        Assert.Equal("select count(*) from \"app\".\"users\"", terms.PreConditions[1].Query);
        Assert.Equal("explain select * from users", terms.PostUp[1].Query);
        Assert.Equal((10.5, TimeSpan.FromMilliseconds(100), true),
            (terms.PostUp[1].Expectation.MostCost, terms.PostUp[1].Expectation.MostTime, terms.PostUp[1].Expectation.IsPlan));
        Assert.Equal("f", Assert.Single(terms.PostDown).Expectation.Text);
        Assert.Equal(["Create the index", "Create the index"], migration.Up.Statements.Select(statement => statement.Title));
        Assert.Equal(14, migration.Up.Statements[0].Sql.At.Line);
    }

    [Fact]
    public void AllProblemsAreToldAtOnceWithTheirPlaces()
    {
        Write("0001_a.sql", "select 'open;\n");
        Write("0002_b.sql", "select 1;\n  commit;\n");
        Write("2_again.sql", "select 1;\n\\d\n");
        Write("3_c.down.sql", "select 1");
        Write("notes.sql", "x");
        Write("4_d.sql", "-- migrate:up\n-- migrate:up\n");
        Write("5_e.yaml",
            "kind: Migration\napiVersion: v1\nmetadata: { id: '6', colour: red }\nspec: { up: [{ type: sql, content: x }] }\n");
        Write("6_f.sql", "discard all; create index concurrently on t (a)");
        File.WriteAllBytes(_folder["7_g.sql"], [0x61, 0x0a, 0xe4, 0x20]);
        Write("8_h.sql", "select 1");
        Write("V8__h.sql", "select 1");

        var problems = Assert.Throws<PipelineException>(Read).Problems.Select(problem => $"{problem}").ToList();

        Assert.Contains("m/0001_a.sql:1:8: a quoted text begins here that is never closed. Close it.", problems);
        Assert.Contains(
            "m/0002_b.sql:2:3: COMMIT is not allowed in a migration. A migration runs in a transaction by itself, with its entry "
            + "in the journal. Remove it.", problems);
        Assert.Contains("m/2_again.sql:2:1: \"\\d\" is a command of psql, not SQL. Write it as SQL, or remove it.", problems);
        Assert.Contains("m/3_c.down.sql: there is no migration 3 that it would undo. Correct its name, or remove it.", problems);
        Assert.Contains(problems, problem => problem.StartsWith("m/notes.sql: is not named like a migration.", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("m/4_d.sql: has 2 sections migrate:up", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("m/5_e.yaml:3:", StringComparison.Ordinal)
            && problem.Contains("metadata.colour", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("m/6_f.sql:1:1: DISCARD ALL", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("m/6_f.sql:1:14: the index has no name", StringComparison.Ordinal));
        Assert.Contains("m/7_g.sql:2:1: is not valid UTF-8 from this line on. Convert the file to UTF-8.", problems);
        Assert.Contains("m/V8__h.sql:1:1: the version 8 h exists twice: also in m/8_h.sql. Give one of them another version.", problems);
    }

    [Theory]
    [InlineData("[\"0002_b\"]", "[\"0001_a\"]", "go round in a circle: 0001_a -> 0002_b -> 0001_a")]
    [InlineData("[\"1\"]", "[]", "go round in a circle: 0001_a -> 0001_a")]
    [InlineData("[\"0002_bb\"]", "[]", "depends on \"0002_bb\", which does not exist. Did you mean")]
    public void DependenciesThatCannotBeMetAreRefused(string ofFirst, string ofSecond, string message)
    {
        Write("0001_a.yaml", Depends("1", ofFirst));
        Write("0002_b.yaml", Depends("2", ofSecond));
        Assert.Contains(message, Assert.Throws<PipelineException>(Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ type: table-exists }", "table: is missing")]
    [InlineData("{ type: table-exists, table: t, column: c }", "column: is not for a check of this type.")]
    [InlineData("{ type: query, query: select 1 }", "expected: is missing")]
    [InlineData("{ type: table-exist, table: t }", "Did you mean table-exists?")]
    public void ACheckHasTheKeysOfItsType(string check, string message)
    {
        Write("0001_a.yaml", Depends("1", "[]") + $"  preConditions: [{check}]\n");
        Assert.Contains(message, Assert.Throws<PipelineException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsNotThereIsNamed() =>
        Assert.StartsWith("m: there is no folder of migrations here.",
            Assert.Throws<PipelineException>(() => MigrationCatalog.Read("m", _folder["none"], YamlReader.Read)).Message,
                StringComparison.Ordinal);

    [Theory]
    [InlineData("select 1;", "  SELECT 1 ;", false)]
    [InlineData("select 1;", "-- why\nselect /* what */ 1 -- that\n", true)]
    [InlineData("select a+b from t", "select a + b\r\nfrom t;", true)]
    [InlineData("select 'a  b'", "select 'a b'", false)]
    [InlineData("select ab", "select a b", false)]
    [InlineData("select 1; select 2", "select 1 select 2", false)]
    [InlineData("copy t from stdin;\n1\n\\.\n", "copy t from stdin;\n2\n\\.\n", false)]
    [InlineData("copy t from stdin;\n1\n\\.\n", "copy t from stdin;\r\n1\r\n\\.\r\n", true)]
    public void AChecksumSeesWhatTheServerWouldSee(string one, string other, bool same)
    {
        Write("1_a.sql", one);
        var before = Read().Versioned[0].Checksum;
        Write("1_a.sql", other);
        Assert.Equal(same, before == Read().Versioned[0].Checksum);
    }

    public void Dispose() => _folder.Dispose();

    private static string Depends(string id, string dependencies) =>
        $"apiVersion: v1\nkind: Migration\nmetadata: {{ id: '{id}' }}\nspec:\n  dependencies: {dependencies}\n  up: [{{ type: sql, "
            + $"content: select 1 }}]\n";

    private MigrationCatalog Read() => MigrationCatalog.Read("m", _folder.Path, YamlReader.Read);

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);
}
