using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Stores.Files;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Trees;
using Pipelines.Releases.Unpacking;
using Pipelines.Releases.Verifying;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases.Formats;
using Pipelines.Tests.Releases.Trees;

namespace Pipelines.Tests.Releases.Unpacking;

public sealed class ReleaseUnpackerTests : IDisposable
{
    private readonly ReleaseWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void AnyTreeComesBackAsItWas() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        using var world = new ReleaseWorld();
        RandomTree.Fill(world, seed);
        world.AssertSoundAsync().GetAwaiter().GetResult();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public async Task AFileStoreServesAsWell()
    {
        using var directory = new TempDirectory();
        using var world = new ReleaseWorld { Store = new FileStore(directory.Path, TimeProvider.System) };
        RandomTree.Fill(world, 7);
        await world.AssertSoundAsync();
    }

    [Fact]
    public async Task ModesAreExactAndDirectoriesMayBeClosed()
    {
        _world.Write("closed/file", "x", 0);
        _world.Write("open", "x", 0x1FF);
        File.SetUnixFileMode(_world.At("closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (target, _) = await _world.UnpackAsync((await _world.SaveAsync()).Release);
        Assert.Equal(ReleaseWorld.Describe(_world.Tree), ReleaseWorld.Describe(target));
        ReleaseTree.MakeReadOnly(target);
        Assert.Equal(0x16D, (int)File.GetUnixFileMode(Path.Combine(target, "open")));
        Assert.Equal(0x16D, (int)File.GetUnixFileMode(target));
        ReleaseTree.MakeWritable(target);
        Assert.Equal(0x1ED, (int)File.GetUnixFileMode(Path.Combine(target, "open")));
        ReleaseTree.MakeReadOnly(target);
        ReleaseTree.Delete(target);
        Assert.False(Directory.Exists(target));
    }

    /// <summary>Where a file system takes two of them for one, the second is refused, because each file is created anew.</summary>
    [Fact]
    public async Task NamesThatDifferInCaseOrInUnicodesFormsAreDifferentFiles()
    {
        foreach (var name in (string[])["Case", "case", "\u00e9", "e\u0301", "A/x", "a/x"])
        {
            _world.Write(name, name);
        }

        var (target, _) = await _world.UnpackAsync((await _world.SaveAsync()).Release);
        Assert.Equal(ReleaseWorld.Describe(_world.Tree), ReleaseWorld.Describe(target));
        Assert.Equal(8, ReleaseWorld.Describe(target).Count);
    }

    [Fact]
    public async Task NeighboursInAPackAreOneRequest()
    {
        for (var i = 0; i < 500; i++)
        {
            _world.Write($"f{i}", $"content {i}");
        }

        var (_, result) = await _world.UnpackAsync((await _world.SaveAsync()).Release);
        Assert.Equal(500, result.Files);
        Assert.Equal(1, result.Requests);
    }

    [Fact]
    public async Task LocalFilesAreCopiedAndNotBelieved()
    {
        _world.Write("good", "good bytes");
        _world.Write("bad", "right bytes");
        _world.Write("gone", "gone bytes");
        var release = (await _world.SaveAsync()).Release;
        var sources = release.Manifest.Entries.ToDictionary(entry => entry.Sha256, entry => _world.At("../" + entry.Path));
        await File.WriteAllTextAsync(_world.At("../good"), "good bytes");
        await File.WriteAllTextAsync(_world.At("../bad"), "wrong bytes");
        var (target, result) = await _world.UnpackAsync(release, sources);
        Assert.Equal(10, result.CopiedBytes);
        Assert.Equal(ReleaseWorld.Describe(_world.Tree), ReleaseWorld.Describe(target));
    }

    [Fact]
    public async Task EveryFlippedByteIsFound()
    {
        _world.Write("text", new string('a', 3000) + "b");
        _world.Write("noise", Enumerable.Range(0, 300).Select(i => (byte)(i * i * 7)).ToArray());
        var release = (await _world.SaveAsync()).Release;
        var good = ReleaseWorld.Describe(_world.Tree);
        foreach (var key in await _world.KeysAsync())
        {
            var bytes = await ReadAsync(key);
            for (var position = 0; position < bytes.Length; position += 1 + (bytes.Length / 25))
            {
                bytes[position] ^= 0x21;
                await WriteAsync(key, bytes);
                await AssertRefusedOrRightAsync(release.Id, good);
                bytes[position] ^= 0x21;
            }

            await WriteAsync(key, bytes[..(bytes.Length / 2)]);
            await AssertRefusedOrRightAsync(release.Id, good);
            await WriteAsync(key, bytes);
        }

        await _world.AssertSoundAsync();
    }

    [Theory]
    [InlineData("packs")]
    [InlineData("indexes")]
    public async Task AMissingPackIsNamedAndSavingAgainHeals(string folder)
    {
        _world.Write("f", "some content");
        var release = (await _world.SaveAsync()).Release with { Catalog = null };
        var key = Assert.Single(await _world.KeysAsync($"backend/{folder}/"));
        await _world.Store.DeleteAsync(key, ReleaseWorld.None);
        var error = await Assert.ThrowsAsync<PipelineException>(() => _world.UnpackAsync(release));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains(release.Id.Value, error.Message, StringComparison.Ordinal);
        Assert.Contains("The live release is unchanged.", error.Message, StringComparison.Ordinal);
        await _world.AssertSoundAsync();
    }

    [Theory]
    [InlineData("packs/", false)]
    [InlineData("packs/", true)]
    [InlineData("indexes/", true)]
    [InlineData("releases/{0}/manifest", false)]
    [InlineData("releases/{0}/manifest", true)]
    [InlineData("releases/{0}/locations.json", true)]
    [InlineData("releases/{0}/release.json", true)]
    public async Task WhatAVerificationFoundDamagedIsHealedBySavingAgain(string what, bool cut)
    {
        _world.Write("small", "some content");
        _world.Write("large", Noise(6_000_000));
        var release = (await _world.SaveAsync()).Release;
        await DamageAsync((await _world.KeysAsync($"backend/{string.Format(CultureInfo.InvariantCulture, what, release.Id)}"))[0], cut);

        Assert.NotEmpty(await DamagesAsync(release.Id));
        await _world.AssertSoundAsync();

        Assert.Empty(await DamagesAsync(release.Id));
        await _world.PruneAllBut([release.Id]);
        Assert.Empty(await _world.KeysAsync("backend/damaged/"));
        Assert.Empty(await DamagesAsync(release.Id));
    }

    [Fact]
    public async Task WhatThisProcessSavedIsUnpackedWithoutAskingWhereItIs()
    {
        _world.Write("f", "some content");
        var release = (await _world.SaveAsync()).Release;
        await _world.Store.DeleteAsync(Assert.Single(await _world.KeysAsync("backend/indexes/")), ReleaseWorld.None);

        var (target, _) = await _world.UnpackAsync(release);

        Assert.Equal(ReleaseWorld.Describe(_world.Tree), ReleaseWorld.Describe(target));
    }

    [Fact]
    public async Task ABombIsNotUnpacked()
    {
        _world.Write("bomb", new byte[1_000_000]);
        var release = (await _world.SaveAsync()).Release with { Catalog = null };
        var index = Assert.Single(await _world.KeysAsync("backend/indexes/"));
        var text = StoredText.Decode(await ReadAsync(index));
        foreach (var size in (string[])["999999", "1000001", "900000000"])
        {
            await WriteAsync(index, StoredText.Encode(text.Replace("zstd\t1000000", $"zstd\t{size}", StringComparison.Ordinal)));
            await Assert.ThrowsAsync<PipelineException>(() => _world.UnpackAsync(release));
        }
    }

    [Fact]
    public async Task ATargetThatHoldsSomethingIsNotTouched()
    {
        _world.Write("f", "x");
        var release = (await _world.SaveAsync()).Release;
        var error = await Assert.ThrowsAsync<PipelineException>(() => Unpack(release, _world.Tree));
        Assert.Contains("is not a new or empty directory", error.Message, StringComparison.Ordinal);
        var link = _world.NewTarget();
        var outside = Directory.CreateDirectory(_world.NewTarget()).FullName;
        File.CreateSymbolicLink(link, outside);
        await Assert.ThrowsAsync<PipelineException>(() => Unpack(release, link));
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public async Task ATargetThatCannotBeWrittenIsOneClearError()
    {
        _world.Write("f", "x");
        var release = (await _world.SaveAsync()).Release;
        var error = await Assert.ThrowsAsync<PipelineException>(() => Unpack(release, _world.At("f/target")));
        Assert.Contains("The live release is unchanged.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeletingNeverFollowsALink()
    {
        var target = Directory.CreateDirectory(_world.NewTarget()).FullName;
        _world.Write("precious", "x");
        File.CreateSymbolicLink(Path.Combine(target, "link"), _world.Tree);
        ReleaseTree.MakeReadOnly(target);
        ReleaseTree.Delete(target);
        Assert.Equal("x", await File.ReadAllTextAsync(_world.At("precious")));
        Assert.NotEqual(0, (int)(File.GetUnixFileMode(_world.At("precious")) & UnixFileMode.UserWrite));
        ReleaseTree.Delete(target);
    }

    private static byte[] Noise(int size)
    {
        var bytes = new byte[size];
        new Random(20261121).NextBytes(bytes);
        return bytes;
    }

    private async Task DamageAsync(string key, bool cut)
    {
        var bytes = await ReadAsync(key);
        bytes[bytes.Length / 2] ^= 0x21;
        await WriteAsync(key, cut ? bytes[..(bytes.Length / 2)] : bytes);
    }

    private async Task<IReadOnlyList<StoreDamage>> DamagesAsync(ReleaseId id) =>
        (await _world.Repository.VerifyAsync([id], [], new NullReporter(), ReleaseWorld.None)).Damages;

    private Task<UnpackResult> Unpack(Release release, string target) => new ReleaseUnpacker(_world.Store, new NativeFiles())
        .UnpackAsync(release, target, new NullReporter(), ReleaseWorld.None);

    /// <summary>A damaged store either says so, or the damage was in something that does not matter to the bytes.</summary>
    private async Task AssertRefusedOrRightAsync(ReleaseId id, List<string> good)
    {
        try
        {
            if (await _world.Repository.FindAsync(id, ReleaseWorld.None) is { } release)
            {
                var (target, _) = await _world.UnpackAsync(release);
                Assert.Equal(good, ReleaseWorld.Describe(target));
            }
        }
        catch (PipelineException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private async Task<byte[]> ReadAsync(string key)
    {
        await using var stored = await _world.Store.OpenAsync(key, null, ReleaseWorld.None);
        var bytes = new byte[stored!.Length];
        await stored.Content.ReadExactlyAsync(bytes);
        return bytes;
    }

    private async Task WriteAsync(string key, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        await _world.Store.PutAsync(key, content, PutCondition.Always, ReleaseWorld.None);
    }
}
