using System.Globalization;
using System.Security.Cryptography;
using Pipelines.Anchors;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Reporting;
using Pipelines.Signing;
using Pipelines.Stores;
using Pipelines.Tests.Engine;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Anchors;

/// <summary>The kind: evidence that whoever can write the store can change without anybody noticing. PIPELINES_MANIPULATIONS sets how many
/// are tried; the suite tries a sample.</summary>
public sealed class ManipulationTests
{
    private const int Seed = 20261127;
    private const int Sample = 300;
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task EveryManipulationIsFoundByWhatTheHostsKeepAndByWhatWasSigned(bool byHosts, bool bySignature)
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("PIPELINES_MANIPULATIONS"), CultureInfo.InvariantCulture, out var asked)
            ? asked : Sample;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signer = new PemSigner(new Secret(key.ExportPkcs8PrivateKeyPem()), "test");
        var world = new DeploymentWorld { Signer = bySignature ? signer : null, Trust = bySignature ? [signer.Key] : [] };
        await world.DeployAsync("R0");
        await world.DeployAsync("R1");
        var older = await ObjectsAsync(world.Store);
        await world.DeployAsync("R2");
        await world.RollBackAsync();
        var now = await ObjectsAsync(world.Store);
        var other = new DeploymentWorld();
        await other.DeployAsync("R1");
        var others = (await ObjectsAsync(other.Store)).Where(pair => pair.Key.StartsWith("app/events/", StringComparison.Ordinal))
            .Select(pair => pair.Value).ToList();
        await AssertSoundAsync(world, await StoreOfAsync(now), byHosts);

        for (var seed = 0; seed < count; seed++)
        {
            var store = await StoreOfAsync(now);
            var what = await new Manipulation(store, new Random(Seed + seed), older, others).RunAsync();
            var isWhole = what.StartsWith("delete the log", StringComparison.Ordinal)
                || what.StartsWith("an earlier state", StringComparison.Ordinal);
            if (byHosts || !isWhole) // a signature alone does not tell that all of it is gone, or older
            {
                Assert.True(await IsFoundAsync(world, store, byHosts), $"seed {seed}: {what}");
            }
        }
    }

    private static async Task<bool> IsFoundAsync(DeploymentWorld world, IStore store, bool byHosts)
    {
        var anchors = AnchorsOf(world, store, byHosts);
        try
        {
            await anchors.RequireAsync(adoptsHost: false, None);
        }
        catch (PipelineException e)
        {
            Assert.Equal(ExitCode.BadInput, e.ExitCode);
            return true;
        }

        // only a copy was changed: nobody who decides believes it, and verify tells
        Assert.Equal(
            (await world.HistoryAsync()).Deployments.SelectMany(record => record.Events).OrderBy(logged => logged.Sequence),
            await anchors.Log.ReadAsync(None));
        return (await anchors.Log.VerifyAsync(None)).WrongPages.Count > 0
            || !await store.ListAsync("app/pages/", None).AnyAsync(None);
    }

    private static async Task AssertSoundAsync(DeploymentWorld world, IStore store, bool byHosts)
    {
        var anchors = AnchorsOf(world, store, byHosts);
        await anchors.RequireAsync(adoptsHost: false, None);
        Assert.All(world.Hosts, host => Assert.Equal(anchors.Log.Head, host.Head));
    }

    private static LogAnchors AnchorsOf(DeploymentWorld world, IStore store, bool byHosts) => new(
        new EventLog(store, "app", "production", world.Clock), byHosts ? world.Hosts : Array.Empty<IHost>(),
        new LogCheckpoints(store, "app", "production", () => world.Trust, () => world.Signer, world.Clock), new NullReporter());

    private static async Task<IReadOnlyDictionary<string, byte[]>> ObjectsAsync(IStore store)
    {
        var all = new Dictionary<string, byte[]>();
        await foreach (var key in store.ListAsync("", None))
        {
            all[key] = (await store.ReadAsync(key, 1 << 20, None))!;
        }

        return all;
    }

    private static async Task<InMemoryStore> StoreOfAsync(IReadOnlyDictionary<string, byte[]> objects)
    {
        var store = new InMemoryStore();
        foreach (var (key, bytes) in objects)
        {
            using var content = new MemoryStream(bytes);
            await store.PutAsync(key, content, PutCondition.Always, None);
        }

        return store;
    }
}
