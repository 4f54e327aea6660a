using System.Text;
using Pipelines.Stores;

namespace Pipelines.Tests.Stores;

/// <summary>What every store must do. A store is tested by a class that derives from this one.</summary>
public abstract class StoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The store under test; a second call opens the same place again, as another process would.</summary>
    protected abstract IStore Open();

    [Fact]
    public async Task WhatWasPutIsRead()
    {
        var version = await Put("a/b", "hello");
        await using var stored = await Open().OpenAsync("a/b", null, None);
        Assert.NotNull(stored);
        Assert.Equal(5, stored.Length);
        Assert.Equal(version, stored.Version);
        Assert.Equal("hello", await Text(stored));
    }

    [Fact]
    public async Task WhatWasNotPutIsNull()
    {
        Assert.Null(await Open().OpenAsync("nothing/here", null, None));
        Assert.Null(await Open().OpenAsync("nothing", new ByteRange(0, 1), None));
    }

    [Fact]
    public async Task AnEmptyObjectIsAnObject()
    {
        await Put("empty", "");
        Assert.Equal("", await Read("empty"));
    }

    [Theory]
    [InlineData(0, 10, "0123456789")]
    [InlineData(0, 1, "0")]
    [InlineData(9, 1, "9")]
    [InlineData(3, 4, "3456")]
    public async Task ARangeIsRead(long offset, long length, string expected)
    {
        await Put("digits", "0123456789");
        await using var stored = await Open().OpenAsync("digits", new ByteRange(offset, length), None);
        Assert.Equal(length, stored!.Length);
        Assert.Equal(expected, await Text(stored));
    }

    [Theory]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(500, 1)]
    public async Task ARangePastTheEndIsRefused(long offset, long length)
    {
        await Put("digits", "0123456789");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Open().OpenAsync("digits", new ByteRange(offset, length), None));
    }

    [Fact]
    public async Task KeysAreListedInOrdinalOrder()
    {
        string[] keys = ["a-b", "a.b", "a/b", "a/b-c", "a/b0", "a0", "B", "b/c/d", "b/cd", "ä/ö"];
        foreach (var key in keys)
        {
            await Put(key, "x");
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), await List(""));
    }

    [Theory]
    [InlineData("a", new[] { "a/b/1", "a/b/2", "ab/1" })]
    [InlineData("a/", new[] { "a/b/1", "a/b/2" })]
    [InlineData("a/b/1", new[] { "a/b/1" })]
    [InlineData("a/b", new[] { "a/b/1", "a/b/2" })]
    [InlineData("c", new string[0])]
    [InlineData("a/b/1/", new string[0])]
    public async Task APrefixSelects(string prefix, string[] expected)
    {
        await Put("a/b/1", "x");
        await Put("a/b/2", "x");
        await Put("ab/1", "x");
        Assert.Equal(expected, await List(prefix));
    }

    [Theory]
    [InlineData("a/", "a/2", new[] { "a/3", "a/30", "a/é" })]
    [InlineData("a/", "a/20", new[] { "a/3", "a/30", "a/é" })]
    [InlineData("a/3", "a/3", new[] { "a/30" })]
    [InlineData("a/", "A", new[] { "a/1", "a/2", "a/3", "a/30", "a/é" })]
    [InlineData("a/", "a/é", new string[0])]
    [InlineData("b", "b/\ud83c\udf89", new[] { "b/\uffee" })] // in UTF-8 it is the other way round
    [InlineData("a/", "b", new string[0])]
    public async Task AListGoesOnAfterAKey(string prefix, string after, string[] expected)
    {
        foreach (var key in new[] { "a/1", "a/2", "a/3", "a/30", "a/é", "b/\ud83c\udf89", "b/\uffee" })
        {
            await Put(key, "x");
        }

        Assert.Equal(expected, await Open().ListAsync(prefix, after, None).ToListAsync(None));
    }

    [Fact]
    public async Task WhatIsDeletedIsGoneAndCanBePutAgain()
    {
        await Put("a/b/c", "1");
        await Put("a/x", "2");
        await Open().DeleteAsync("a/b/c", None);
        Assert.Null(await Open().OpenAsync("a/b/c", null, None));
        Assert.Equal(["a/x"], await List(""));
        await Open().DeleteAsync("a/b/c", None);
        await Put("a/b/c", "3", PutCondition.Absent);
        Assert.Equal("3", await Read("a/b/c"));
    }

    [Fact]
    public async Task AbsentWritesOnce()
    {
        Assert.NotNull(await Put("k", "first", PutCondition.Absent));
        Assert.Null(await Put("k", "second", PutCondition.Absent));
        Assert.Equal("first", await Read("k"));
    }

    [Fact]
    public async Task AVersionIsWrittenOverOnce()
    {
        var first = await Put("k", "1");
        var second = await Put("k", "2", PutCondition.Version(first!));
        Assert.NotNull(second);
        Assert.Null(await Put("k", "3", PutCondition.Version(first!)));
        Assert.Equal("2", await Read("k"));
        Assert.NotNull(await Put("k", "4", PutCondition.Version(second)));
    }

    [Fact]
    public async Task AVersionOfNothingIsNotThere()
    {
        var version = await Put("k", "1");
        await Open().DeleteAsync("k", None);
        Assert.Null(await Put("k", "2", PutCondition.Version(version!)));
        Assert.Null(await Put("never", "2", PutCondition.Version(version!)));
        Assert.Empty(await List(""));
    }

    [Fact]
    public async Task EveryWriteHasItsOwnVersionEvenOfTheSameBytes()
    {
        var versions = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(versions.Add((await Put("k", "same"))!));
        }
    }

    [Theory]
    [InlineData("with space/and more")]
    [InlineData("ünïcödé/日本/🎉")]
    [InlineData("100%/%2e%2e/%00")]
    [InlineData(".hidden/-dash/~tilde")]
    [InlineData("a+b&c=d?e#f;g,h'i\"j*k[l]{m}")]
    public async Task OddKeysAreKeys(string key)
    {
        await Put(key, "x");
        Assert.Equal("x", await Read(key));
        Assert.Equal([key], await List(""));
        await Open().DeleteAsync(key, None);
        Assert.Empty(await List(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData(".tmp/x")]
    public async Task WhatIsNoKeyIsRefused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Open().OpenAsync(key, null, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Put(key, "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => Open().DeleteAsync(key, None));
    }

    [Fact]
    public async Task AKeyThatIsNotUnicodeIsRefused() => await Assert.ThrowsAsync<ArgumentException>(() => Put("lone\ud800surrogate", "x"));

    [Fact]
    public async Task KeysHaveALimit()
    {
        var longest = string.Join('/', Enumerable.Repeat(new string('k', 127), 6));
        await Put(longest, "x");
        Assert.Equal("x", await Read(longest));
        await Assert.ThrowsAsync<ArgumentException>(() => Put(longest + "kk", "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => Put(new string('k', 256), "x"));
    }

    [Fact]
    public async Task ALargeObjectStreams()
    {
        const int size = 20_000_000;
        await Open().PutAsync("large", new PatternStream(size), PutCondition.Absent, None);
        await using var stored = await Open().OpenAsync("large", new ByteRange(size - 1000, 1000), None);
        var tail = new byte[1000];
        await stored!.Content.ReadExactlyAsync(tail);
        Assert.Equal(Enumerable.Range(size - 1000, 1000).Select(i => (byte)(i % 251)), tail);
    }

    [Fact]
    public async Task AnObjectIsReadAsItWasOpened()
    {
        await Put("k", "old old old");
        await using var stored = await Open().OpenAsync("k", null, None);
        await Put("k", "new");
        await Open().DeleteAsync("k", None);
        Assert.Equal("old old old", await Text(stored!));
    }

    [Fact]
    public async Task AWriterThatFailsLeavesTheOldObject()
    {
        await Put("k", "old");
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() =>
            Open().PutAsync("k", new PatternStream(100_000, failAt: 70_000), PutCondition.Always, None));
        Assert.Equal("old", await Read("k"));
        Assert.Equal(["k"], await List(""));
    }

    [Fact]
    public async Task OfThirtyTwoRacingFirstWritersOneWins()
    {
        for (var round = 0; round < 5; round++)
        {
            var key = $"race/{round}";
            var won = await Race(32, i => Put(key, $"writer {i}", PutCondition.Absent));
            Assert.Equal($"writer {Assert.Single(won)}", await Read(key));
        }
    }

    [Fact]
    public async Task OfThirtyTwoRacingUpdatersOneWins()
    {
        var version = await Put("k", "start");
        for (var round = 0; round < 5; round++)
        {
            var expected = PutCondition.Version(version!);
            var won = await Race(32, i => Put("k", $"round {round}, writer {i}", expected));
            Assert.Equal($"round {round}, writer {Assert.Single(won)}", await Read("k"));
            await using var stored = await Open().OpenAsync("k", null, None);
            version = stored!.Version;
        }
    }

    [Fact]
    public async Task AReaderNeverSeesHalfAnObject()
    {
        await Put("k", new string('0', 100_000));
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 30; i++)
            {
                await Put("k", new string((char)('0' + (i % 10)), 100_000 + i));
            }
        });
        do
        {
            var text = await Read("k");
            Assert.True(text.Length >= 100_000);
            Assert.Equal(text.Length, text.Count(c => c == text[0]));
            Assert.Equal(text[0], (char)('0' + (text.Length % 10)));
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task KeysComeAndGoTogether()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.NotNull(await Put($"shared/deep/{worker}", "x", PutCondition.Absent));
                await Open().DeleteAsync($"shared/deep/{worker}", None);
            }
        })));
        Assert.Empty(await List(""));
    }

    protected async Task<string?> Put(string key, string text, PutCondition? condition = null)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await Open().PutAsync(key, content, condition ?? PutCondition.Always, None);
    }

    protected async Task<string> Read(string key)
    {
        await using var stored = await Open().OpenAsync(key, null, None);
        return await Text(stored!);
    }

    protected async Task<List<string>> List(string prefix)
    {
        var keys = new List<string>();
        await foreach (var key in Open().ListAsync(prefix, None))
        {
            keys.Add(key);
        }

        return keys;
    }

    private static async Task<List<int>> Race(int writers, Func<int, Task<string?>> write)
    {
        var versions = await Task.WhenAll(Enumerable.Range(0, writers).Select(i => Task.Run(() => write(i))));
        return [.. Enumerable.Range(0, writers).Where(i => versions[i] is not null)];
    }

    private static async Task<string> Text(StoredObject stored)
    {
        using var reader = new StreamReader(stored.Content);
        return await reader.ReadToEndAsync();
    }
}
