using Pipelines.Adapters.Posix;
using Pipelines.Model;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Releases.Saving;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Releases.Pruning;

/// <summary>A prune beside saves, at every point of either.</summary>
public sealed class PruneTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task APruneInTheMiddleOfASaveLeavesTheReleaseWhole(bool same)
    {
        for (var n = 0; ; n++)
        {
            using var world = await NewAsync(same);
            var store = new InterruptedStore(world.Store, n, () => world.PruneAllBut([]));
            var saved = await world.SaveAsync(store);
            Assert.True(await IsWholeAsync(world, saved.Release.Id)
                || n >= 10, $"the release is gone after a prune at operation {n} of its save");
            if (!store.Came)
            {
                Assert.InRange(n, 11, 100);
                return;
            }
        }
    }

    /// <summary>The save that meets a mark waits for the prune, which goes on after a moment.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASaveInTheMiddleOfAPruneIsWholeOrWasPrunedAfterwards(bool same)
    {
        var ends = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Task.Run(() => SaveInPruneAsync(n, same))));
        Assert.InRange(ends.Count(end => end is null), 5, 50); // the prune was over before
        // the save was over before the prune had chosen: none, on a machine that is busy
        Assert.InRange(ends.Count(end => end == false), 0, 5);
    }

    [Fact]
    public async Task WhoLooksForPacksWhileAMarkGoesDoesNotTakeThePackForUsable()
    {
        using var world = await NewAsync(same: true);
        var pack = Assert.Single(await world.KeysAsync("backend/packs/"))["backend/packs/".Length..];
        using var nothing = new MemoryStream();
        await world.Store.PutAsync($"backend/doomed/{pack}", nothing, Pipelines.Stores.PutCondition.Always, ReleaseWorld.None);

        var store = new InterruptedStore(world.Store, 1, async () =>
        {
            await world.Store.DeleteAsync($"backend/packs/{pack}", ReleaseWorld.None);
            await world.Store.DeleteAsync($"backend/doomed/{pack}", ReleaseWorld.None);
        });

        Assert.Empty(await new StoredPacks(store, new ReleaseKeys(ReleaseWorld.App), new PartCodec(new NativeFiles().Zstd))
            .UsableAsync(ReleaseWorld.None));
    }

    [Fact]
    public async Task APackThatWasSetAsideStaysAsLongAsItIsNeeded()
    {
        using var world = await NewAsync(same: true);
        var pack = Assert.Single(await world.KeysAsync("backend/packs/"))["backend/packs/".Length..];
        var id = Assert.Single(await world.Repository.ListAsync(ReleaseWorld.None)).Id;
        using var nothing = new MemoryStream();
        await world.Store.PutAsync($"backend/damaged/{pack}", nothing, Pipelines.Stores.PutCondition.Always, ReleaseWorld.None);

        await world.PruneAllBut([id]);
        Assert.Equal([$"backend/damaged/{pack}", $"backend/packs/{pack}"], (await world.KeysAsync())
            .Where(key => key.EndsWith(pack, StringComparison.Ordinal) && !key.Contains("index", StringComparison.Ordinal)));

        await world.SaveAsync();
        await world.PruneAllBut([id]);
        Assert.DoesNotContain(await world.KeysAsync(), key => key.EndsWith(pack, StringComparison.Ordinal));
        Assert.True(await IsWholeAsync(world, id));
    }

    [Fact]
    public async Task AMarkThatAKilledPruneLeftHoldsASaveUpNoLongerThanItCounts()
    {
        using var world = await NewAsync(same: true);
        var id = (await world.Repository.ListAsync(ReleaseWorld.None))[0].Id;
        using var mark = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("""{"until":"2020-01-01T00:00:00+00:00"}"""));
        await world.Store.PutAsync($"backend/releases/{id}/doomed.json", mark, Pipelines.Stores.PutCondition.Always, ReleaseWorld.None);
        await world.SaveAsync();
        Assert.Empty(await world.KeysAsync($"backend/releases/{id}/doomed.json"));
    }

    [Fact]
    public async Task WhatTheSecondAnswerDoesNotNameStays()
    {
        using var world = await NewAsync(same: true);
        var id = (await world.Repository.ListAsync(ReleaseWorld.None))[0].Id;
        var asked = 0;
        var pruned =
            await world.Repository.PruneAsync(_ =>
                Task.FromResult<IReadOnlyCollection<ReleaseId>>(asked++ == 0 ? [id] : []), ReleaseWorld.None);
        Assert.Empty(pruned.Releases);
        Assert.True(await IsWholeAsync(world, id));
        Assert.DoesNotContain(await world.KeysAsync(), key => key.Contains("doomed", StringComparison.Ordinal));
    }

    /// <summary>Saves before operation n of a prune. Null when it has not so many; else whether the release is there in the end.</summary>
    private static async Task<bool?> SaveInPruneAsync(int n, bool same)
    {
        using var world = await NewAsync(same);
        Task<PackageResult>? saving = null;
        var store =
            new InterruptedStore(world.Store, n, async () =>
                await Task.WhenAny(saving = Task.Run(() => world.SaveAsync()), Task.Delay(Moment)));
        await world.PruneAllBut([], store);
        return saving is null ? null : await IsWholeAsync(world, (await saving).Release.Id);
    }

    /// <summary>A store with one release.</summary>
    /// <param name="same">Whether the tree to save next is the same; else it shares some bytes.</param>
    private static async Task<ReleaseWorld> NewAsync(bool same)
    {
        var world = new ReleaseWorld();
        world.Write("shared", "shared");
        world.Write("f", "old");
        await world.SaveAsync();
        world.Write("f", same ? "old" : "new");
        return world;
    }

    /// <summary>False when nothing is left of the release. Anything between fails the test.</summary>
    private static async Task<bool> IsWholeAsync(ReleaseWorld world, ReleaseId id)
    {
        if (await world.Repository.FindAsync(id, ReleaseWorld.None) is not { } release)
        {
            Assert.Empty(await world.KeysAsync($"backend/releases/{id}/"));
            return false;
        }

        var (target, _) = await world.UnpackAsync(release);
        Assert.Equal(ReleaseWorld.Describe(world.Tree), ReleaseWorld.Describe(target));
        Assert.Empty((await world.Repository.VerifyAsync([id], [], new NullReporter(), ReleaseWorld.None)).Damages);
        return true;
    }
}
