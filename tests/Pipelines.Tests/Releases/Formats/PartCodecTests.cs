using System.IO.Compression;
using Pipelines.Adapters.Posix;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;

namespace Pipelines.Tests.Releases.Formats;

/// <summary>Of both implementations of zstd: which one a machine uses must not matter to the next machine.</summary>
public sealed class PartCodecTests
{
    private static readonly Zstd Native = Zstd.Load() ?? throw new InvalidOperationException("libzstd is not installed.");
    private static readonly ManagedZstd Managed = new ManagedZstd();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void APartGivesNoMoreThanItDeclares(bool isWrittenBySystem, bool isReadBySystem)
    {
        var reader = Codec(isReadBySystem);
        var room = new byte[PartCodec.Bound(100_000)];
        var (kept, bytes) = Codec(isWrittenBySystem).Encode(Text(100_000), room);
        Assert.Equal("zstd", kept);
        Assert.Throws<InvalidDataException>(() => reader.Decode(kept, room, bytes.Length, new byte[99_999]));
        Assert.Throws<InvalidDataException>(() => reader.Decode(kept, room, bytes.Length, new byte[100_001]));
        Assert.Throws<InvalidDataException>(() => reader.Decode(kept, room, bytes.Length / 2, new byte[100_000]));
        Assert.Throws<InvalidDataException>(() => reader.Decode(kept, new byte[bytes.Length], bytes.Length, new byte[100_000]));
        var raw = new byte[100_000];
        reader.Decode(kept, room, bytes.Length, raw);
        Assert.Equal(Text(100_000), raw);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ADamagedFrameNeverThrowsNorOverruns(bool isReadBySystem)
    {
        var room = new byte[PartCodec.Bound(2_000)];
        var length = Native.Compress(Text(2_000), room)!.Value;
        var zstd = isReadBySystem ? (IZstd)Native : Managed;
        for (var at = 0; at < length; at++)
        {
            var damaged = room[..length];
            damaged[at] ^= 0x55;
            Assert.True(zstd.Decompress(damaged, new byte[2_000]) is null or (>= 0 and <= 2_000));
        }

        Assert.Equal(2_000, zstd.Decompress(room.AsSpan(0, length), new byte[2_000]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FramesMayFollowEachOther(bool isReadBySystem)
    {
        var (first, second) = (new byte[4_000], new byte[4_000]);
        var (one, two) = (Native.Compress(Text(3_000), first)!.Value, Managed.Compress(Text(2_000), second)!.Value);
        var raw = new byte[5_000];
        Assert.Equal(5_000, (isReadBySystem ? (IZstd)Native : Managed).Decompress([.. first[..one], .. second[..two]], raw));
        Assert.Equal([.. Text(3_000), .. Text(2_000)], raw);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatDoesNotFitIsNull(bool isSystem)
    {
        var random = new byte[5_000];
        new Random(1).NextBytes(random);
        Assert.Null((isSystem ? (IZstd)Native : Managed).Compress(random, new byte[4_000]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatDoesNotShrinkIsKeptAsItIs(bool isSystem)
    {
        var random = new byte[100_000];
        new Random(1).NextBytes(random);
        Assert.Equal("raw", Codec(isSystem).Encode(random, new byte[PartCodec.Bound(random.Length)]).Codec);
    }

    [Fact]
    public void ZlibIsStillRead()
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(Text(5_000));
        }

        var raw = new byte[5_000];
        Codec(isSystem: true).Decode("zlib", packed.ToArray(), (int)packed.Length, raw);
        Assert.Equal(Text(5_000), raw);
        Assert.Throws<InvalidDataException>(() =>
            Codec(isSystem: true).Decode("zlib", packed.ToArray(), (int)packed.Length, new byte[4_999]));
    }

    private static PartCodec Codec(bool isSystem) => new(isSystem ? (IZstd)Native : Managed);

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i * i % 26)))];
}
