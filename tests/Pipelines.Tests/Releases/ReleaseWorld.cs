using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Model;
using Pipelines.Releases;
using Pipelines.Releases.Files;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Pruning;
using Pipelines.Releases.Records;
using Pipelines.Releases.Saving;
using Pipelines.Releases.Trees;
using Pipelines.Releases.Unpacking;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases.Files;
using Pipelines.Tests.Releases.Unpacking;

namespace Pipelines.Tests.Releases;

/// <summary>A tree, a store and a target, and the calls that tests make on them.</summary>
internal sealed class ReleaseWorld : IDisposable
{
    public const string App = "backend";
    public static readonly CancellationToken None = CancellationToken.None;
    private readonly TempDirectory _directory = new();
    private int _targets;

    public ReleaseWorld()
    {
        Store = new InMemoryStore();
        Directory.CreateDirectory(Tree);
    }

    public IStore Store { get; init; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public string Tree => _directory["tree"];

    public ReleaseRepository Repository => On(Store);

    public ReleaseRepository On(IStore store) => new(store, App, new NativeFiles(), Clock);

    public void Dispose() => _directory.Dispose();

    public string At(string path) => Path.Combine(Tree, path);

    public void Write(string path, string text, int mode = 0x1A4) => Write(path, Encoding.UTF8.GetBytes(text), mode);

    public void Write(string path, byte[] bytes, int mode = 0x1A4)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
        File.SetUnixFileMode(At(path), (UnixFileMode)mode);
    }

    public void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.CreateSymbolicLink(At(path), target);
    }

    public Task<PackageResult> SaveAsync(IStore? store = null) =>
        On(store ?? Store).SaveAsync(
            new PackageSpec(Tree) { AllowEmpty = true }, new Provenance(Commit: "c0ffee"), new NullReporter(), None);

    public string NewTarget() => _directory[$"target-{++_targets}"];

    public async Task<(string Target, UnpackResult Result)> UnpackAsync(Release release, IReadOnlyDictionary<Sha256Digest, string>? local =
        null)
    {
        var target = NewTarget();
        var result = await new ReleaseUnpacker(Store, new UnsyncedFiles())
            .RenewAsync(release, target, local is null ? Reuse.Nothing : From(local), new NullReporter(), None);
        return (target, result);
    }

    /// <summary>Files on this machine that may be used.</summary>
    public static Reuse From(IReadOnlyDictionary<Sha256Digest, string> files) => Reuse.Nothing with { Sources = new KnownFiles(files) };

    /// <summary>Prunes what is listed and not kept; the list is taken anew each time the prune asks.</summary>
    public Task<PruneResult> PruneAllBut(IReadOnlyCollection<ReleaseId> keep, IStore? store = null)
    {
        var repository = On(store ?? Store);
        return repository.PruneAsync(async token =>
            [.. (await repository.ListAsync(token)).Select(release => release.Id).Except(keep)], None);
    }

    public Task<List<string>> KeysAsync(string prefix = "") => Store.ListAsync(prefix, None).ToListAsync().AsTask();

    /// <summary>Saves again, finds, unpacks and compares: the store is sound and holds this tree.</summary>
    public async Task AssertSoundAsync()
    {
        var release = await Repository.FindAsync((await SaveAsync()).Release.Id, None);
        var (target, _) = await UnpackAsync(release!);
        Assert.Equal(Describe(Tree), Describe(target));
    }

    /// <summary>Every name below a directory with its kind, mode and content.</summary>
    public static List<string> Describe(string root)
    {
        var lines = new List<string>();
        foreach (var info in new DirectoryInfo(root).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            lines.Add(info.LinkTarget is { } link ? $"{info.Name} -> {link}"
                : info is FileInfo
                    ? $"{info.Name} {info.UnixFileMode} "
                    + $"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(info.FullName)))}"
                : $"{info.Name}/ {info.UnixFileMode}");
            if (info is DirectoryInfo && info.LinkTarget is null)
            {
                lines.AddRange(Describe(info.FullName).Select(line => $"{info.Name}/{line}"));
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
