using System.Security.Cryptography;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Processes;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Model;
using Pipelines.Releases;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Releases.Signatures;
using Pipelines.Releases.Trees;
using Pipelines.Releases.Unpacking;
using Pipelines.Reporting;
using Pipelines.Signing;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases.Files;

namespace Pipelines.Tests.Releases;

/// <summary>A store with two signed releases, and a host that serves the older one and stages the newer.</summary>
internal sealed class AttackWorld : IDisposable
{
    /// <summary>What a release of a few kilobytes may cost in memory, however it is spoiled.</summary>
    private const long MostBytes = 64 << 20;
    private const int MostTries = 3;

    private readonly ReleaseWorld _releases = new();
    private readonly TempDirectory _host = new();
    private readonly PublicKey _key;

    private AttackWorld(PublicKey key) => _key = key;

    public IReadOnlyDictionary<string, byte[]> Store { get; private set; } = new Dictionary<string, byte[]>();

    public string Old { get; private set; } = "";

    public string New { get; private set; } = "";

    private IReadOnlyList<string> Good { get; set; } = [];

    private HostLayout Layout => new(_host["root"]);

    public static async Task<AttackWorld> NewAsync()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signer = new PemSigner(new Secret(pair.ExportPkcs8PrivateKeyPem()), "test");
        var world = new AttackWorld(signer.Key);
        world.Old = await world.SaveAsync("old", signer);
        Assert.Null((await world.StageAsync(new Mutation("nothing", world.Old, new Dictionary<string, byte[]?>()), pinned: true)).Refusal);
        File.CreateSymbolicLink(world.Layout.Current, $"releases/{world.Old}");
        world.New = await world.SaveAsync("new", signer);
        world.Good = ReleaseWorld.Describe(world._releases.Tree);
        var objects = new Dictionary<string, byte[]>();
        foreach (var key in await world._releases.KeysAsync())
        {
            await using var stored = await world._releases.Store.OpenAsync(key, null, ReleaseWorld.None);
            var bytes = objects[key] = new byte[stored!.Length];
            await stored.Content.ReadExactlyAsync(bytes);
        }

        world.Store = objects;
        return world;
    }

    public void Dispose()
    {
        _host.Dispose();
        _releases.Dispose();
    }

    /// <summary>Stages what was mutated: it is refused with a reason, or it is right; nothing but its directory changes, and the old
    /// release stays live.</summary>
    /// <param name="mutation">What was done.</param>
    /// <param name="pinned">Whether the host knows the key; without it, a forged release is one like any other.</param>
    /// <returns>Whether it was refused.</returns>
    public async Task<bool> SurvivesAsync(Mutation mutation, bool pinned)
    {
        var before = Around(mutation.Release);
        var (refusal, staged, allocated) = await MeasuredAsync(mutation, pinned);
        for (var tries = 1; allocated >= MostBytes && tries < MostTries; tries++)
        {
            ReleaseTree.Delete(staged); // others allocate in this process as well: it is this that takes so much if it always does
            (refusal, staged, allocated) = await MeasuredAsync(mutation, pinned);
        }

        Assert.True(allocated < MostBytes, $"{mutation.What}: it took {allocated} bytes of memory");
        Assert.Equal(before, Around(mutation.Release));
        var forged = mutation.Release != New;
        if (refusal is not null)
        {
            Assert.False(Directory.Exists(staged), $"{mutation.What}: it was refused, and something is left");
            Assert.All(refusal.Problems, problem => Assert.NotEmpty(problem.What));
            return true;
        }

        Assert.True(!forged || !pinned, $"{mutation.What}: it was staged though nobody signed it");
        Assert.True(forged || Good.SequenceEqual(Describe(staged)), $"{mutation.What}: another tree was staged");
        ReleaseTree.Delete(staged);
        File.Delete(Layout.Manifest(mutation.Release));
        return false;
    }

    private async Task<(PipelineException? Refusal, string Directory, long Allocated)> MeasuredAsync(Mutation mutation, bool pinned)
    {
        var before = GC.GetTotalAllocatedBytes();
        var (refusal, staged) = await StageAsync(mutation, pinned);
        return (refusal, staged, GC.GetTotalAllocatedBytes() - before);
    }

    private async Task<(PipelineException? Refusal, string Directory)> StageAsync(Mutation mutation, bool pinned)
    {
        var store = new OverlaidStore(_releases.Store, mutation.Changed);
        var spec = new HostSpec { Root = Layout.Root, Trust = pinned ? [_key] : [] };
        var files = new UnsyncedFiles();
        var stored = new HostReleases(
            Layout, spec, new ReleaseRepository(store, ReleaseWorld.App, files, TimeProvider.System),
            new ReleaseSignatures(store, ReleaseWorld.App),
            new ReleaseUnpacker(store, files), new SystemProcessRunner(TimeProvider.System));
        var job = new HostJob(ReleaseWorld.App, "production", "D1", 1, DeploymentType.Manual, mutation.Release, null, null);
        try
        {
            await stored.StageAsync(mutation.Release, saved: null, new SlotView(Layout, spec, spec.Slots[0].Name, job), new NullReporter(),
                ReleaseWorld.None);
            return (null, Layout.Release(mutation.Release));
        }
        catch (PipelineException e)
        {
            return (e, Layout.Release(mutation.Release));
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{mutation.What}: a defect", e);
        }
    }

    private async Task<string> SaveAsync(string version, ISigner signer)
    {
        _releases.Write("bin/run", $"#!/bin/sh\necho {version}\n", 0x1ED);
        _releases.Write("text", string.Concat(Enumerable.Repeat($"line of {version}\n", 400)));
        _releases.Write("noise", RandomNumberGenerator.GetBytes(600));
        _releases.Write("alone", [.. Enumerable.Range(0, 1_100_000).Select(i => (byte)(i >> 12))]);
        _releases.Write("cut", [.. Enumerable.Range(0, 4_200_000).Select(i => (byte)(i >> 12))]);
        if (version == "old")
        {
            _releases.Write("empty/nothing", "");
            _releases.Link("link", "bin/run");
        }

        var saved =
            await new ReleaseRepository(_releases.Store, ReleaseWorld.App, new UnsyncedFiles(), TimeProvider.System) { Signer = () =>
                signer }
            .SaveAsync(new PackageSpec(_releases.Tree), new Provenance(Commit: version), new NullReporter(), ReleaseWorld.None);
        return saved.Release.Id.Value;
    }

    /// <summary>Everything on the host but the release that is being staged.</summary>
    private List<string> Around(string release) =>
        [.. new DirectoryInfo(_host.Path)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true })
        .Where(info => !info.FullName.Contains(release, StringComparison.Ordinal))
        .Select(info =>
            $"{info.FullName} {info.UnixFileMode} {info.LinkTarget} {(info as FileInfo)?.Length} "
                + $"{(info is FileInfo ? info.LastWriteTimeUtc.Ticks : 0)}").Order(StringComparer.Ordinal)];

    /// <summary>As the build was: publishing takes write permission away.</summary>
    private static List<string> Describe(string staged)
    {
        ReleaseTree.MakeWritable(staged);
        return ReleaseWorld.Describe(staged);
    }
}
