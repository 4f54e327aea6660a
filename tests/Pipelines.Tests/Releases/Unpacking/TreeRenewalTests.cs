using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Releases.Trees;
using Pipelines.Releases.Unpacking;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases.Files;

namespace Pipelines.Tests.Releases.Unpacking;

/// <summary>A directory that holds anything becomes the release, whatever it held, and nothing outside changes.</summary>
public sealed class TreeRenewalTests : IDisposable
{
    private readonly ReleaseWorld _world = new();

    public TreeRenewalTests()
    {
        _world.Write("same", "the same");
        _world.Write("changed", "new bytes");
        _world.Write("sub/program", "#!/bin/sh", 0x1ED);
        _world.Write("empty", "");
        _world.Link("link", "sub/program");
        Directory.CreateDirectory(_world.At("void"));
    }

    public void Dispose() => _world.Dispose();

    public static TheoryData<string, Action<string>> Beginnings => new()
    {
        { "as it should be", _ => { } },
        { "another file's bytes of the same size", root => File.WriteAllText(Path.Combine(root, "same"), "THE SAME") },
        { "a file with another mode", root =>
            File.SetUnixFileMode(Path.Combine(root, "same"), UnixFileMode.UserRead | UnixFileMode.UserExecute) },
        { "a file that nobody can read", root => File.SetUnixFileMode(Path.Combine(root, "same"), UnixFileMode.None) },
        { "strangers", root =>
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(root, "x/y")).FullName, "z"), "stranger") },
        { "a directory in the place of a file", root =>
            Replace(root, "same", path => File.WriteAllText(Path.Combine(Directory.CreateDirectory(path).FullName, "f"), "x")) },
        { "a file in the place of a directory", root => Replace(root, "sub", path => File.WriteAllText(path, "x")) },
        { "a link in the place of a file", root => Replace(root, "same", path => File.CreateSymbolicLink(path, "changed")) },
        { "a link in the place of a directory", root => Replace(root, "sub", path => File.CreateSymbolicLink(path, "void")) },
        { "a link to elsewhere", root => Replace(root, "link", path => File.CreateSymbolicLink(path, "/etc")) },
        { "nothing of a directory", root => Directory.Delete(Path.Combine(root, "sub"), recursive: true) },
        { "what may not be written", root => ReleaseTree.MakeReadOnly(root) },
    };

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task WhateverWasThereItBecomesTheRelease(string what, Action<string> begin)
    {
        var release = (await _world.SaveAsync()).Release;
        var (target, _) = await _world.UnpackAsync(release);
        begin(target);

        var result = await RenewAsync(release, target);

        Assert.True(ReleaseWorld.Describe(_world.Tree).SequenceEqual(ReleaseWorld.Describe(target)), what);
        Assert.InRange(result.CopiedBytes, what == "what may not be written" ? 0 : 1, result.Bytes);
    }

    [Fact]
    public async Task ALinkInADirectorysPlaceIsNotFollowed()
    {
        var release = (await _world.SaveAsync()).Release;
        var (target, _) = await _world.UnpackAsync(release);
        var outside = Directory.CreateDirectory(_world.NewTarget()).FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "program"), "precious");
        Replace(target, "sub", path => File.CreateSymbolicLink(path, outside));

        await RenewAsync(release, target);

        Assert.Equal("precious", await File.ReadAllTextAsync(Path.Combine(outside, "program")));
        Assert.Null(new FileInfo(Path.Combine(target, "sub")).LinkTarget);
    }

    [Fact]
    public async Task AFileThatIsSharedIsReplacedAndNotWrittenTo()
    {
        var first = (await _world.SaveAsync()).Release;
        var (old, _) = await _world.UnpackAsync(first);
        _world.Write("changed", "even newer");
        _world.Write("same", "the same", 0x1ED);
        var second = (await _world.SaveAsync()).Release;
        var before = ReleaseWorld.Describe(old);
        var target = _world.NewTarget();
        await RenewAsync(first, target, From(first, old));
        Assert.Equal(ReleaseWorld.Describe(old).Count, before.Count);

        await RenewAsync(second, target, From(first, old));

        Assert.Equal(before, ReleaseWorld.Describe(old));
        Assert.Equal("even newer", await File.ReadAllTextAsync(Path.Combine(target, "changed")));
    }

    [Fact]
    public async Task BytesAreSharedWhereTheReleaseAllowsIt()
    {
        var release = (await _world.SaveAsync()).Release;
        var (old, _) = await _world.UnpackAsync(release);
        ReleaseTree.MakeReadOnly(old);
        var target = _world.NewTarget();
        var native = new CountedLinks();

        var result = await new ReleaseUnpacker(_world.Store, native)
            .RenewAsync(release, target, From(release, old) with { MayLink = path => path != "changed" }, new NullReporter(),
                ReleaseWorld.None);

        Assert.Equal(0, result.FetchedBytes);
        Assert.Equal(["same", "sub/program"],
            native.Linked.Select(path => Path.GetRelativePath(target, path)).Order(StringComparer.Ordinal));
        ReleaseTree.MakeReadOnly(target);
        Assert.Equal(ReleaseWorld.Describe(old), ReleaseWorld.Describe(target));
    }

    [Fact]
    public async Task ASourceThatIsNotWhatItShouldBeIsNotLinked()
    {
        var release = (await _world.SaveAsync()).Release;
        var (old, _) = await _world.UnpackAsync(release);
        await File.WriteAllTextAsync(Path.Combine(old, "same"), "THE SAME");
        ReleaseTree.MakeReadOnly(old);
        var target = _world.NewTarget();

        await RenewAsync(release, target, From(release, old) with { MayLink = _ => true });

        ReleaseTree.MakeReadOnly(_world.Tree);
        ReleaseTree.MakeReadOnly(target);
        Assert.Equal(ReleaseWorld.Describe(_world.Tree), ReleaseWorld.Describe(target));
        ReleaseTree.MakeWritable(_world.Tree);
    }

    [Fact]
    public async Task WithoutSpaceNothingIsFetched()
    {
        var manifest =
            Manifest.Create(ReleaseWorld.App, [ManifestEntry.File("huge", 0x1A4, 1L << 45, Sha256Digest.Of("x"u8))],
                new PartCodec(new NativeFiles().Zstd));
        var target = _world.NewTarget();

        var error = await Assert.ThrowsAsync<PipelineException>(() => RenewAsync(new Release(manifest, new Provenance()), target));

        Assert.Contains("MiB are free there.", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(target));
    }

    private Task<UnpackResult> RenewAsync(Release release, string target, Reuse? reuse = null) =>
        new ReleaseUnpacker(_world.Store, new UnsyncedFiles())
        .RenewAsync(release, target, reuse ?? Reuse.Nothing, new NullReporter(), ReleaseWorld.None);

    private static Reuse From(Release release, string directory)
    {
        var files = release.Manifest.Entries.Where(entry => entry.Kind == EntryKind.File)
            .ToDictionary(entry => entry.Sha256, entry => Path.Combine(directory, entry.Path));
        return ReleaseWorld.From(files);
    }

    private static void Replace(string root, string name, Action<string> make)
    {
        var path = Path.Combine(root, name);
        if (Directory.Exists(path) && new FileInfo(path).LinkTarget is null)
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }

        make(path);
    }
}
