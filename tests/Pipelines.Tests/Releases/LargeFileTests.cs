using System.Text;
using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Releases.Saving;
using Pipelines.Releases.Trees;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Releases;

/// <summary>Files from 4 MiB on are cut by content: a changed one costs what changed.</summary>
[Trait("size", "large")]
public sealed class LargeFileTests : IDisposable
{
    private const int Size = 24 << 20;

    private readonly ReleaseWorld _world = new();
    private readonly byte[] _bytes = new byte[Size];

    public LargeFileTests() => new Random(7).NextBytes(_bytes);

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("changed", 3_000_000)]
    [InlineData("inserted", 3_000_000)]
    [InlineData("appended", 3_000_000)]
    [InlineData("moved", 3_000_000)]
    [InlineData("the same", 50_000)]
    public async Task AChangedFileSendsItsChangedPartsOnly(string change, int most)
    {
        _world.Write("app.jar", _bytes);
        await _world.SaveAsync();
        var changed = Changed(change);
        _world.Write("app.jar", changed);
        _world.Write("note", "new");

        var saved = await _world.SaveAsync();

        Assert.InRange(saved.SentBytes, 1, most);
        var (target, _) = await _world.UnpackAsync(saved.Release);
        Assert.Equal(changed, await File.ReadAllBytesAsync(Path.Combine(target, "app.jar")));
    }

    [Fact]
    public async Task WhatAnEarlierReleaseBroughtOutlivesIt()
    {
        _world.Write("app.jar", _bytes);
        var first = await _world.SaveAsync();
        _world.Write("app.jar", Changed("inserted"));
        var second = await _world.SaveAsync();

        _world.Clock = new ShiftedClock(TimeSpan.FromDays(3));
        await _world.PruneAllBut([second.Release.Id]);
        await _world.UnpackAsync(second.Release);

        await _world.PruneAllBut([]);
        Assert.Empty(await _world.KeysAsync("backend/packs/"));
        Assert.NotEqual(first.Release.Id, second.Release.Id);
    }

    [Fact]
    public async Task WhatIsTwiceInATreeIsSentOnce()
    {
        _world.Write("a.jar", _bytes);
        _world.Write("b.jar", _bytes);
        _world.Write("c.jar", [.. _bytes[..^1], 0]);

        var saved = await _world.SaveAsync();

        Assert.InRange(saved.SentBytes, Size, Size + (2 * ContentChunks.MaxSize));
        var (target, _) = await _world.UnpackAsync(saved.Release);
        Assert.Equal(ReleaseWorld.Describe(_world.Tree), ReleaseWorld.Describe(target));
    }

    [Theory]
    [InlineData(Size - 1)]
    [InlineData(Size + 1)]
    [InlineData(0)]
    public async Task OneThatChangesWhileItIsPackedIsNamed(int size)
    {
        _world.Write("app.jar", _bytes);
        var begun = _world.Repository.Begin(new PackageSpec(_world.Tree), new NullReporter(), ReleaseWorld.None);
        await begun.Tree;
        _world.Write("app.jar", ((byte[])[.. _bytes, 1])[..size]);

        var error =
            await Assert.ThrowsAsync<PipelineException>(() =>
                _world.Repository.SaveAsync(begun, new Provenance(), new NullReporter(), ReleaseWorld.None));

        Assert.Contains("app.jar: the file changed while it was being packaged.", error.Message, StringComparison.Ordinal);
        Assert.Empty(await _world.KeysAsync("backend/releases/"));
    }

    [Fact]
    public void ChunksAreWithinTheirBoundsAndComeBackInStepAfterAChange()
    {
        var before = Cuts(_bytes);
        var after = Cuts(Changed("inserted"));
        Assert.All(before.SkipLast(1), cut => Assert.InRange(cut.Length, ContentChunks.MinSize, ContentChunks.MaxSize));
        Assert.InRange(before.Count, Size / ContentChunks.MaxSize, Size / (200 << 10));
        Assert.InRange(after.Except(before).Count(), 1, 3);
    }

    [Fact]
    public void TheCutsAreFixedForEver() =>
        Assert.Equal([86_648, 92_496, 86_294, 587_674, 101_060, 502_201, 91_978, 548_659], Cuts(_bytes).Take(8).Select(cut => cut.Length));

    private byte[] Changed(string how) => how switch
    {
        "changed" => [.. _bytes[..5_000_000], .. new byte[10_000], .. _bytes[5_010_000..]],
        "inserted" => [.. _bytes[..5_000_000], .. Encoding.UTF8.GetBytes("a few bytes"), .. _bytes[5_000_000..]],
        "appended" => [.. _bytes, 1, 2, 3],
        "moved" => [.. _bytes[(Size / 2)..], .. _bytes[..(Size / 2)]],
        _ => _bytes,
    };

    private static List<(int Length, string Digest)> Cuts(byte[] bytes)
    {
        var cuts = new List<(int, string)>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = ContentChunks.Cut(bytes.AsSpan(at, Math.Min(ContentChunks.MaxSize, bytes.Length - at)));
            cuts.Add((length, Sha256Digest.Of(bytes.AsSpan(at, length)).ToString()));
            at += length;
        }

        return cuts;
    }
}
