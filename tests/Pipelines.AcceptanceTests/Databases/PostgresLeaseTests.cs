using Pipelines.Adapters.Postgres;
using Pipelines.Adapters.Stores.Postgres;
using Pipelines.Reporting;
using Pipelines.Stores;
using Pipelines.Tests.Locks;

namespace Pipelines.AcceptanceTests.Databases;

/// <summary>The contract of leases, in a table of a real server.</summary>
[Trait("needs", "postgresql")]
public sealed class PostgresLeaseTests(PostgresState database) : LeaseContract, IAsyncLifetime
{
    private PostgresStore _store = null!;

    protected override IStore Store => _store;

    protected override TimeSpan Settling => TimeSpan.FromMilliseconds(100);

    public async ValueTask InitializeAsync() =>
        _store = new PostgresStore(PostgresConnection.Parse(new Secret(await database.SchemaAsync())), TimeProvider.System);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
