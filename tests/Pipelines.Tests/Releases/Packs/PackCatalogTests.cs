using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Packs;

namespace Pipelines.Tests.Releases.Packs;

public sealed class PackCatalogTests
{
    private static readonly Sha256Digest First = Sha256Digest.Of([1]);
    private static readonly Sha256Digest Second = Sha256Digest.Of([2]);
    private static readonly Sha256Digest Whole = Sha256Digest.Of([1, 2]);

    private readonly PackCatalog _catalog = new();

    [Fact]
    public void AFileIsThereWhenAllItsChunksAre()
    {
        var pack = _catalog.AddPack("a");
        _catalog.Add(new FileRecipe(Whole, 30, [First, Second]), pack);
        _catalog.Put(pack, Block(10), [(First, 10)]);
        Assert.Null(_catalog.Find(Whole, 30));

        _catalog.Put(_catalog.AddPack("b"), Block(25), [(Sha256Digest.OfNothing, 5), (Second, 20)]);

        Assert.Equal([("a", 0, 0L), ("b", 5, 10L)], _catalog.Find(Whole, 30)!.Select(part => (part.Pack, part.From, part.At)));
        Assert.Null(_catalog.Find(Whole, 31));
    }

    /// <summary>An older program may have cut it otherwise, and some of those chunks may be gone.</summary>
    [Fact]
    public void OfSeveralWaysToPutAFileTogetherOneIsEnough()
    {
        var (old, now) = (_catalog.AddPack("old"), _catalog.AddPack("now"));
        _catalog.Add(new FileRecipe(Whole, 10, [Second]), old);
        _catalog.Add(new FileRecipe(Whole, 10, [First]), now);
        _catalog.Put(now, Block(10), [(First, 10)]);

        Assert.True(_catalog.Holds(Whole, 10));
        Assert.Equal("now", Assert.Single(_catalog.Find(Whole, 10)!).Pack);
        Assert.Equal(["now"], _catalog.Needed);
    }

    [Fact]
    public void BytesAreClaimedOnceAndAreNotThereBeforeTheyArePacked()
    {
        Assert.True(_catalog.Claim(First, 10));
        Assert.False(_catalog.Claim(First, 10));
        Assert.Null(_catalog.Find(First, 10));
        Assert.Empty(_catalog.Needed);

        _catalog.Put(_catalog.AddPack("a"), Block(10), [(First, 10)]);

        Assert.False(_catalog.Claim(First, 10));
        Assert.Equal(["a"], _catalog.Needed);
        Assert.Single(_catalog.Find(First, 10)!);
    }

    /// <summary>What an index says of a size that cannot be right does not count.</summary>
    [Fact]
    public void BytesOfAnotherSizeAreOtherBytes()
    {
        _catalog.Put(_catalog.AddPack("a"), Block(10), [(First, 10)]);
        Assert.True(_catalog.Claim(First, 11));
    }

    private static PackedBlock Block(int size) => new(0, size, PartCodec.Raw, size);
}
