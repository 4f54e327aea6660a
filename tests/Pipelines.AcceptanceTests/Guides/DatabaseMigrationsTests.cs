using Pipelines.AcceptanceTests.Databases;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>The commands of docs/guides/database-migrations.md, typed one after the other against a real server.</summary>
[Trait("needs", "postgresql")]
public sealed class DatabaseMigrationsTests
{
    [Fact]
    public async Task ThePageDoesWhatItSays()
    {
        await using var server = await PostgresServer.StartAsync();
        using var directory = new TempDirectory();
        var guide = new GuideRun("database-migrations.md", directory.Path, new Dictionary<string, string>
        {
            ["postgres://backend:secret@db.example.com:5432/backend"] = server.Url(PostgresServer.Password),
        });
        guide.WriteConfiguration();
        var blocks = guide.Commands;
        Assert.Equal(6, blocks.Count);

        await RunAsync(blocks[0]);
        (await RunAsync(blocks[1])).Says("0001 create_users", "pending", "the rehearsal was rolled back.", "applied 1 migration.");
        (await RunAsync(blocks[2])).Says("undid 1 migration.", "applied 1 migration.");
        (await RunAsync(blocks[3])).Says("the check \"everyone has an address\" does not hold: found \"1\", expected 0.",
            "Nothing of this migration was kept.", "ended with status 1", "1 migration pending.");
        (await RunAsync(blocks[4])).Says("applied 1 migration.");
        (await RunAsync(blocks[5])).Says("applied 1 migration.", "files and journal agree.");

        async Task<Outcome> RunAsync(string block)
        {
            var outcome = (await guide.RunAsync(block)).Ends(0);
            Assert.DoesNotContain(PostgresServer.Password, outcome.All, StringComparison.Ordinal);
            return outcome;
        }
    }
}
