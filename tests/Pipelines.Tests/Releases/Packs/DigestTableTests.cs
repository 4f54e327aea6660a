using Pipelines.Releases.Files;
using Pipelines.Releases.Packs;

namespace Pipelines.Tests.Releases.Packs;

public sealed class DigestTableTests
{
    [Fact]
    public void WhatIsKeptIsFoundHoweverManyThereAre()
    {
        var table = new DigestTable<int>();
        for (var i = 0; i < 5000; i++)
        {
            ref var value = ref table.At(Digest(i), out var isNew);
            Assert.True(isNew);
            value = i;
        }

        for (var i = 0; i < 5000; i++)
        {
            Assert.True(table.TryGet(Digest(i), out var value));
            Assert.Equal(i, value);
            Assert.Equal(i, table.At(Digest(i), out var isNew));
            Assert.False(isNew);
        }

        Assert.False(table.TryGet(Digest(5000), out _));
    }

    private static Sha256Digest Digest(int number) => Sha256Digest.Of(BitConverter.GetBytes(number));
}
