using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Releases.Trees;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Releases;

public sealed class ReleaseRepositoryTests : IDisposable
{
    private readonly ReleaseWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task WhatWasSavedIsFound()
    {
        _world.Write("bin/app", "#!/bin/sh", 0x1ED);
        _world.Write("empty", "");
        var saved = await _world.SaveAsync();
        Assert.True(saved.Created);
        Assert.Equal((2, 9, 0), (saved.Files, saved.Bytes, saved.ReusedBytes));
        var found = await _world.Repository.FindAsync(saved.Release.Id, ReleaseWorld.None);
        Assert.Equal(saved.Release.Manifest.Digest, found!.Manifest.Digest);
        Assert.Equal("c0ffee", found.Provenance.Commit);
        Assert.Null(await _world.Repository.FindAsync(ReleaseId.Parse("000000000000"), ReleaseWorld.None));
    }

    [Fact]
    public async Task TheSameTreeHasTheSameDigestHoweverItWasMade()
    {
        using var other = new ReleaseWorld();
        foreach (var i in Enumerable.Range(0, 20))
        {
            _world.Write($"d{i % 3}/f{i}", $"content {i}");
            other.Write($"d{(19 - i) % 3}/f{19 - i}", $"content {19 - i}");
            File.SetLastWriteTimeUtc(other.At($"d{(19 - i) % 3}/f{19 - i}"), new DateTime(2001, 1, 1, 0, 0, i, DateTimeKind.Utc));
        }

        Assert.Equal((await _world.SaveAsync()).Release.Manifest.Digest, (await other.SaveAsync()).Release.Manifest.Digest);
        File.SetUnixFileMode(other.At("d0/f0"), UnixFileMode.UserRead);
        Assert.NotEqual((await _world.SaveAsync()).Release.Id, (await other.SaveAsync()).Release.Id);
    }

    [Fact]
    public async Task OnlyWhatIsNewIsSent()
    {
        _world.Write("a", Noise(1, 300_000));
        _world.Write("b", Noise(2, 300_000));
        _world.Write("copy of b", Noise(2, 300_000));
        var first = await _world.SaveAsync();
        Assert.Equal(300_000, first.ReusedBytes);
        _world.Write("b", Noise(3, 1000));
        var second = await _world.SaveAsync();
        Assert.Equal(600_000, second.ReusedBytes);
        Assert.InRange(second.SentBytes, 1000, 3000);
        var third = await _world.SaveAsync();
        Assert.False(third.Created);
        Assert.Equal(0, third.SentBytes);
        await _world.AssertSoundAsync();
    }

    [Fact]
    public async Task ALargeFileIsCutIntoPartsAcrossPacks()
    {
        _world.Write("large", Noise(1, 35_000_000));
        _world.Write("zeros", new byte[3_000_001]);
        await _world.SaveAsync();
        Assert.Equal(2, (await _world.KeysAsync("backend/packs/")).Count);
        await _world.AssertSoundAsync();
    }

    [Fact]
    public async Task TwoSavesOfOneTreeAtOnceMakeOneRelease()
    {
        WriteSome();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _world.SaveAsync())));
        Assert.Single(results, result => result.Created);
        Assert.Single(results.Select(result => result.Release.Id).Distinct());
        await _world.AssertSoundAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASaveKilledAtAnyPointIsFinishedByTheNext(bool afterwards)
    {
        WriteSome();
        var killed = true;
        for (var operation = 0; killed; operation++)
        {
            using var world = new ReleaseWorld { Store = new InMemoryStore() };
            CopyTree(world);
            killed = await Killed(() => world.SaveAsync(new FailingStore(world.Store, operation, afterwards)));
            await world.AssertSoundAsync();
            Assert.Single(await world.Repository.ListAsync(ReleaseWorld.None));
            Assert.InRange((await world.KeysAsync("backend/packs/")).Count, 1, 1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task APruneKilledAtAnyPointIsFinishedByTheNext(bool afterwards)
    {
        var killed = true;
        for (var operation = 0; killed; operation++)
        {
            using var world = new ReleaseWorld();
            world.Write("shared", "shared");
            world.Write("f", "old");
            await world.SaveAsync();
            world.Write("f", "new");
            var keep = (await world.SaveAsync()).Release.Id;
            killed = await Killed(() => world.PruneAllBut([keep], new FailingStore(world.Store, operation, afterwards)));
            await world.AssertSoundAsync();
            await world.PruneAllBut([keep]);
            await world.AssertSoundAsync();
            Assert.Empty(await world.KeysAsync("backend/doomed/"));
            Assert.Equal(keep, Assert.Single(await world.Repository.ListAsync(ReleaseWorld.None)).Id);
        }
    }

    [Fact]
    public async Task APruneRemovesPacksThatNothingNeeds()
    {
        _world.Write("f", "old");
        var old = (await _world.SaveAsync()).Release.Id;
        _world.Write("f", "new");
        var keep = (await _world.SaveAsync()).Release.Id;
        var pruned = await _world.PruneAllBut([keep]);
        Assert.Equal([old], pruned.Releases);
        Assert.Equal(1, pruned.Packs);
        Assert.Single(await _world.KeysAsync("backend/packs/"));
        Assert.Single(await _world.KeysAsync("backend/indexes/"));
        Assert.Equal(3, (await _world.KeysAsync("backend/releases/")).Count);
        Assert.Null(await _world.Repository.FindAsync(old, ReleaseWorld.None));
        await _world.AssertSoundAsync();
    }

    [Theory]
    [InlineData(23, 1)]
    [InlineData(25, 0)]
    public async Task WhatAKilledSaveLeftIsKeptForADay(int hours, int packs)
    {
        _world.Write("f", "x");
        await Killed(() => _world.SaveAsync(new NoManifestStore(_world.Store)));
        _world.Clock = new ShiftedClock(TimeSpan.FromHours(hours));
        await _world.PruneAllBut([]);
        Assert.Equal(packs, (await _world.KeysAsync("backend/packs/")).Count);
        await _world.AssertSoundAsync();
    }

    [Fact]
    public async Task APruneBesideASaveNeverBreaksARelease()
    {
        _world.Write("shared", "shared");
        _world.Write("f", "0");
        await _world.SaveAsync();
        for (var round = 1; round <= 10; round++)
        {
            _world.Write("f", $"{round}");
            var pruning = Task.Run(() => _world.PruneAllBut([]));
            await Task.Run(() => _world.SaveAsync());
            await pruning;
            foreach (var summary in await _world.Repository.ListAsync(ReleaseWorld.None))
            {
                await _world.UnpackAsync((await _world.Repository.FindAsync(summary.Id, ReleaseWorld.None))!);
            }
        }
    }

    [Fact]
    public async Task AManifestOfAnotherReleaseInItsPlaceIsRefused()
    {
        _world.Write("f", "1");
        var first = (await _world.SaveAsync()).Release.Id;
        _world.Write("f", "2");
        var second = await _world.SaveAsync();
        await using var content = second.Release.Manifest.Open();
        await _world.Store.PutAsync($"backend/releases/{first}/manifest", content, PutCondition.Always, ReleaseWorld.None);
        var error = await Assert.ThrowsAsync<PipelineException>(() => _world.Repository.FindAsync(first, ReleaseWorld.None));
        Assert.Contains("changed or swapped", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatChangesIsNamed()
    {
        _world.Write("growing", new byte[100]);
        var begun = _world.Repository.Begin(new PackageSpec(_world.Tree), new NullReporter(), ReleaseWorld.None);
        await begun.Tree;
        _world.Write("growing", new byte[101]);
        var error =
            await Assert.ThrowsAsync<PipelineException>(() =>
                _world.Repository.SaveAsync(begun, new Provenance(), new NullReporter(), ReleaseWorld.None));
        Assert.Contains("growing: the file changed while it was being packaged.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData(".tmp")]
    public void AnApplicationNameIsChecked(string app) =>
        Assert.Throws<PipelineException>(() => new ReleaseRepository(_world.Store, app, new NativeFiles(), TimeProvider.System));

    private static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task<bool> Killed<T>(Func<Task<T>> act)
    {
        try
        {
            await act();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private void WriteSome()
    {
        for (var i = 0; i < 20; i++)
        {
            _world.Write($"d{i % 3}/f{i}", new string('x', i * 100));
        }
    }

    private void CopyTree(ReleaseWorld to)
    {
        foreach (var file in Directory.EnumerateFiles(_world.Tree, "*", SearchOption.AllDirectories))
        {
            to.Write(Path.GetRelativePath(_world.Tree, file), Encoding.UTF8.GetString(File.ReadAllBytes(file)));
        }
    }
}
