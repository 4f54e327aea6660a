using Pipelines.Adapters.Postgres;
using Pipelines.Adapters.Stores.Postgres;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Stores;
using Pipelines.Tests.Stores;

namespace Pipelines.AcceptanceTests.Databases;

/// <summary>The contract of every store, in a table of a real server.</summary>
[Trait("needs", "postgresql")]
public sealed class PostgresStoreTests(PostgresState database) : StoreContract, IAsyncLifetime
{
    private string _url = "";
    private PostgresStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _url = await database.SchemaAsync();
        _store = Connect(_url);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    protected override IStore Open() => _store;

    [Fact]
    public async Task OfManyThatComeFirstOneMakesTheTables()
    {
        var url = await database.SchemaAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            await using var store = Connect(url);
            using var content = new MemoryStream([1]);
            Assert.NotNull(await store.PutAsync($"k{worker}", content, PutCondition.Absent, CancellationToken.None));
        })));

        await using var all = Connect(url);
        Assert.Equal(16, await all.ListAsync("", CancellationToken.None).CountAsync());
    }

    [Fact]
    public async Task TablesOfANewerProgramAreLeftAlone()
    {
        await Put("k", "1");
        await PostgresState.RunAsync(_url, "update pipelines_schema set version = 9");
        await using var older = Connect(_url);

        var error = await Assert.ThrowsAsync<PipelineException>(() => older.OpenAsync("k", null, CancellationToken.None));

        Assert.Contains("version 9", error.Message, StringComparison.Ordinal);
    }

    private static PostgresStore Connect(string url) => new(PostgresConnection.Parse(new Secret(url)), TimeProvider.System);
}
