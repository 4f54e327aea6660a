using Pipelines.Errors;

namespace Pipelines.AcceptanceTests.Databases.Migrations;

/// <summary>A migrator that is killed between any two messages to the server: the next one always gets to the same end.</summary>
[Trait("needs", "postgresql")]
public sealed class MigrationKillTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AMigratorKilledAnywhereIsFinishedByTheNext(bool lost)
    {
        await using var server = await PostgresServer.StartAsync();
        using var site = Site(server);
        await site.NewDatabaseAsync();
        await site.UpAsync();
        var expected = await site.FingerprintAsync();

        await site.NewDatabaseAsync();
        var messages = 0;
        for (var cut = true; cut; messages++)
        {
            cut = await IsCutAsync(site, messages, lost, up: true);
            if (cut && messages % 3 != 0)
            {
                continue; // killed more than once on the way
            }

            await site.UpAsync();
            Assert.Equal(expected, await site.FingerprintAsync());
            Assert.Equal("3", await site.ValueAsync("select count(*) from users"));
            await site.NewDatabaseAsync();
        }

        Assert.InRange(messages, 30, 1000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnUndoingKilledAnywhereIsFinishedByTheNext(bool lost)
    {
        await using var server = await PostgresServer.StartAsync();
        using var site = Site(server);
        await site.NewDatabaseAsync();
        await site.UpAsync();
        await site.DownAsync();
        var expected = await site.FingerprintAsync();

        var messages = 0;
        for (var cut = true; cut; messages++)
        {
            await site.UpAsync();
            cut = await IsCutAsync(site, messages, lost, up: false);
            await site.DownAsync();
            Assert.Equal(expected, await site.FingerprintAsync());
        }

        Assert.InRange(messages, 20, 1000);
    }

    private static async Task<bool> IsCutAsync(MigrationSite site, int messages, bool lost, bool up)
    {
        CutSession? cut = null;
        try
        {
            await (up ? site.UpAsync(session => cut = new CutSession(session, messages, lost))
                : site.DownAsync(session => cut = new CutSession(session, messages, lost)));
        }
        catch (Exception e) when (e is PipelineException or Pipelines.Databases.Sessions.DatabaseException)
        {
            Assert.True(cut!.IsCut, e.Message);
        }

        return cut!.IsCut;
    }

    private static MigrationSite Site(PostgresServer server)
    {
        var site = new MigrationSite(server);
        site.Write("1_users.sql", "create table users (id int primary key, name text);\ninsert into users values (1, 'a;b');");
        site.Write("1_users.down.sql", "drop table users;");
        site.Write("2_index.sql",
            """
            create function f() returns int language sql begin atomic select 1; select 2; end;
            copy users from stdin;
            2	b
            3	c
            \.
            create index concurrently users_name on users (name);
            alter table users add column email text;
            create index concurrently if not exists users_email on users (email);
            vacuum users;
            """);
        site.Write("2_index.down.sql",
            """
            drop function f();
            drop index concurrently users_name;
            alter table users drop column email;
            """);
        site.Write("R__view.sql", "create or replace view names as select name from users;");
        site.Write("3_more.sql", "drop view if exists names; alter table users add column age int");
        site.Write("3_more.down.sql", "drop view if exists names; alter table users drop column age");
        return site;
    }
}
