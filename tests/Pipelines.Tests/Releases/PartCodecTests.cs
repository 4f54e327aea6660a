using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Releases.Formats;

namespace Pipelines.Tests.Releases;

public sealed class PartCodecTests
{
    private static readonly PartCodec WithZstd = new(new NativeFiles().Zstd);
    private static readonly PartCodec Without = new(null);

    [Theory]
    [InlineData(true, "zstd")]
    [InlineData(false, "zlib")]
    public void APartGivesNoMoreThanItDeclares(bool zstd, string expected)
    {
        var codec = zstd ? WithZstd : Without;
        var room = new byte[PartCodec.Bound(100_000)];
        var (kept, bytes) = codec.Encode(Text(100_000), room);
        Assert.Equal(expected, kept);
        Assert.Throws<InvalidDataException>(() => codec.Decode(kept, room, bytes.Length, new byte[99_999]));
        Assert.Throws<InvalidDataException>(() => codec.Decode(kept, room, bytes.Length, new byte[100_001]));
        Assert.Throws<InvalidDataException>(() => codec.Decode(kept, room, bytes.Length / 2, new byte[100_000]));
        var raw = new byte[100_000];
        codec.Decode(kept, room, bytes.Length, raw);
        Assert.Equal(Text(100_000), raw);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatDoesNotShrinkIsKeptAsItIs(bool zstd)
    {
        var random = new byte[100_000];
        new Random(1).NextBytes(random);
        Assert.Equal("raw", (zstd ? WithZstd : Without).Encode(random, new byte[PartCodec.Bound(random.Length)]).Codec);
    }

    [Fact]
    public void BothCodecsAreReadWhereZstdIs()
    {
        var room = new byte[PartCodec.Bound(5000)];
        var (kept, bytes) = Without.Encode(Text(5000), room);
        var raw = new byte[5000];
        WithZstd.Decode(kept, room, bytes.Length, raw);
        Assert.Equal(Text(5000), raw);
    }

    [Fact]
    public void AMachineWithoutZstdSaysSo()
    {
        var room = new byte[PartCodec.Bound(5000)];
        var (kept, bytes) = WithZstd.Encode(Text(5000), room);
        var error = Assert.Throws<PipelineException>(() => Without.Decode(kept, room, bytes.Length, new byte[5000]));
        Assert.Contains("libzstd1", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i * i % 26)))];
}
