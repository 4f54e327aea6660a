using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Model;
using Pipelines.Processes;
using Pipelines.Releases;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Signatures;
using Pipelines.Releases.Trees;
using Pipelines.Releases.Unpacking;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>
/// The releases on a host. One lies ready when its manifest stands in the control directory: that file is published last, by rename,
/// after the tree was verified and installed. A directory without it is what a killed run left, and is done again.
/// </summary>
internal sealed class HostReleases(HostLayout layout, HostSpec spec, ReleaseRepository repository, ReleaseSignatures signatures,
    ReleaseUnpacker unpacker, IProcessRunner processes)
{
    private readonly SpareRelease _spare = new(layout, processes);
    private readonly ReleaseLedger _ledger = new(layout);

    /// <summary>Names among the releases that no deployment of ours made.</summary>
    public IReadOnlyList<string> Strangers => _ledger.Strangers;

    /// <summary>Ids of releases that lie ready.</summary>
    public IReadOnlyList<string> Ready() => Directory.Exists(layout.Manifests)
        ? [.. Directory.EnumerateFiles(layout.Manifests).Select(path => Path.GetFileName(path)).Where(IsReady)
            .Order(StringComparer.Ordinal)]
        : [];

    public bool IsReady(string release) => File.Exists(layout.Manifest(release)) && Directory.Exists(layout.Release(release));

    /// <summary>Fetches, verifies, installs and publishes a release; nothing when it lies ready.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="saved">What this process has just saved; null, or another one, is read from the store.</param>
    /// <param name="slot">Where install runs.</param>
    /// <param name="reporter">Told the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<HostOutcome> StageAsync(string id, Release? saved, SlotView slot, IReporter reporter, CancellationToken cancellation)
    {
        if (IsReady(id))
        {
            // it may have been staged before keys were pinned
            await (spec.Trust.Count == 0
                ? Task.CompletedTask : signatures.RequireAsync(await StagedAsync(id, cancellation), spec.Trust, cancellation));
            return new HostOutcome($"release {id} is staged.");
        }

        var release = saved?.Id.Value == id ? saved : await repository.FindAsync(ReleaseId.Parse(id), cancellation)
            ?? throw new PipelineException($"the store has no release {id}.", "See `pipelines history` for releases that can be deployed.");
        await signatures.RequireAsync(release.Manifest, spec.Trust, cancellation);
        _ledger.Mark(id);
        Durable.CreateDirectory(layout.Manifests, HostLayout.OwnerOnly);
        File.Delete(layout.Manifest(id)); // of a directory that somebody removed: with it, what is half unpacked would be ready
        Durable.CreateDirectory(layout.Releases, HostLayout.Readable);
        _spare.Take(layout.Release(id));
        try
        {
            return await PublishAsync(release, slot, reporter, cancellation);
        }
        finally
        {
            // A disk that was full stays full otherwise. A cancelled staging may have lost its lease: then the directory is the next
            // holder's.
            if (!cancellation.IsCancellationRequested && !IsReady(id))
            {
                ReleaseTree.Delete(layout.Release(id));
                _ledger.End(id);
            }
        }
    }

    private async Task<HostOutcome> PublishAsync(Release release, SlotView slot, IReporter reporter, CancellationToken cancellation)
    {
        var id = release.Id.Value;
        using var here = new StagedReleases(ReadyManifestsAsync);
        var unpacked = await unpacker.RenewAsync(release, layout.Release(id), new Reuse(here, MayLink, IsSealed), reporter, cancellation);
        new SharedPaths(layout, spec.Shared, new NativeFiles()).Link(release.Manifest, reporter);
        if (await InstallAsync(id, slot, reporter, cancellation) is { } failure)
        {
            return new HostOutcome("", failure);
        }

        if (!IsSealed)
        {
            ReleaseTree.MakeReadOnly(layout.Release(id));
        }

        await using var manifest = release.Manifest.Open();
        AtomicFiles.Write(layout.Manifest(id), manifest);
        _ledger.End(id);
        return new HostOutcome(
            $"{Plural.Of(unpacked.Files, "file")} verified, {unpacked.FetchedBytes} bytes fetched, {unpacked.CopiedBytes} reused.");
    }

    /// <summary>Reads a release that lies ready once more. What install made and what is shared is not of the release.</summary>
    /// <exception cref="PipelineException">It is not what was staged, or not signed as it has to be.</exception>
    public async Task VerifyAsync(string id, INativeFiles native, CancellationToken cancellation)
    {
        var manifest = await StagedAsync(id, cancellation);
        await signatures.RequireAsync(manifest, spec.Trust, cancellation);
        await new TreeVerifier(native, spec.Shared, isExact: spec.Install is null).VerifyAsync(manifest, layout.Release(id), cancellation);
    }

    private async Task<Manifest> StagedAsync(string id, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(layout.Manifest(id));
        return await repository.ReadAsync(content, layout.Manifest(id), cancellation);
    }

    /// <summary>Removes releases beyond those to keep, the oldest first, never one of <paramref name="needed"/>; and what killed runs
    /// left. Only what a deployment of ours made.</summary>
    public void Prune(int keep, IReadOnlyCollection<string> needed)
    {
        var ready = Ready().OrderByDescending(id => File.GetLastWriteTimeUtc(layout.Manifest(id))).ToList();
        var kept = ready.Where(needed.Contains).Concat(ready.Where(id => !needed.Contains(id))).Take(Math.Max(keep, needed.Count))
            .ToHashSet();
        foreach (var id in ready.Where(id => !kept.Contains(id)))
        {
            _ledger.Mark(id);
            File.Delete(layout.Manifest(id));
        }

        foreach (var id in _ledger.Unfinished.Where(id => !needed.Contains(id))
            .OrderBy(id => ready.IndexOf(id) is var age and >= 0 ? age : int.MaxValue))
        {
            _spare.Keep(layout.Release(id));
            _ledger.End(id);
        }
    }

    /// <summary>Has a spare made of the live release, in the background; install's work must not be shared.</summary>
    public Task KeepSpareAsync(string live, CancellationToken cancellation) =>
        spec.Install is null ? _spare.MakeAsync(layout.Release(live), cancellation) : Task.CompletedTask;

    /// <summary>Whether a release is as it will be when it is unpacked.</summary>
    private bool IsSealed => spec.Install is null && spec.Shared.Count == 0;

    /// <summary>Whether a path may share its bytes with other releases: neither install nor the service will write to it.</summary>
    private bool MayLink(string path) =>
        spec.Install is null && !spec.Shared.Any(shared => path == shared || path.StartsWith(shared + '/', StringComparison.Ordinal));

    private async Task<IReadOnlyList<(string Directory, Manifest Manifest)>> ReadyManifestsAsync(CancellationToken cancellation) =>
        await Ready().ToAsyncEnumerable()
            .Select(async (string id, CancellationToken token) => (layout.Release(id), await StagedAsync(id, token)))
            .ToListAsync(cancellation);

    private async Task<string?> InstallAsync(string id, SlotView slot, IReporter reporter, CancellationToken cancellation)
    {
        if (spec.Install is not { } line)
        {
            return null;
        }

        var command = slot.Command(line, id, slot.Variables(id)) with { TimeLimit = spec.InstallWithin };
        reporter.Info($"run install: {command}");
        var result = await processes.RunAsync(command, reporter.Info, cancellation);
        return result.Succeeded
            ? null : $"install ({command}) "
            + $"{(result.TimedOut ? $"was killed after {spec.InstallWithin}" : $"ended with status {result.ExitCode}")}.";
    }
}
