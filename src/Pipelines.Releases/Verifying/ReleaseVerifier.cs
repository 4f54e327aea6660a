using System.Collections.Concurrent;
using System.Security.Cryptography;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Releases.Signatures;
using Pipelines.Releases.Unpacking;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases.Verifying;

/// <summary>
/// Reads everything that releases need, each byte once, and reports all problems, not just the first. Damaged packs are set aside.
/// </summary>
internal sealed class ReleaseVerifier(IStore store, ReleaseKeys keys,
    Func<ReleaseId, CancellationToken, Task<Release?>> find, StoredPacks stored, Func<Manifest, Task<SignatureState>> signature,
    PartCodec codec)
{
    private const int AtOnce = 4;

    private readonly ConcurrentDictionary<string, (PackIndex? Index, string? Damage)> _indexes = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _damagedPacks = [];
    private readonly ConcurrentDictionary<(string Object, string What), (HashSet<string> Releases, string? File)> _damages = new();

    public async Task<VerifyReport> RunAsync(IReadOnlyCollection<ReleaseId> releases, IReporter reporter, CancellationToken cancellation)
    {
        var blobs = new Dictionary<(Sha256Digest Sha256, string Pack, long Offset), VerifyBlob>();
        foreach (var id in releases)
        {
            await GatherAsync(id, blobs, cancellation);
        }

        var meter = new ProgressMeter(reporter, "verifying", blobs.Values.Sum(blob => blob.Size), blobs.Count);
        var (whole, cut) = (blobs.Values.Where(blob => blob.Parts.Count == 1), blobs.Values.Where(blob => blob.Parts.Count > 1));
        var ranges = PackRange.Group(whole.Select(blob => (blob.Parts[0], new UnpackBlob(blob.Sha256, blob.Size, []))));
        await Parallel.ForEachAsync(ranges, Options(cancellation), async (range, token) => await ReadAsync(range, blobs, meter, token));
        await Parallel.ForEachAsync(cut, Options(cancellation), async (blob, token) => await ReadAsync(blob, meter, token));
        await SetAsideAsync(reporter, cancellation);
        return new VerifyReport(releases.Count, blobs.Count, blobs.Values.Sum(blob => blob.Size), Damages());
    }

    private async Task SetAsideAsync(IReporter reporter, CancellationToken cancellation)
    {
        try
        {
            foreach (var pack in _damagedPacks.Distinct(StringComparer.Ordinal))
            {
                await stored.MarkAsync(keys.Damaged, pack, cancellation);
            }
        }
        catch (PipelineException e)
        {
            reporter.Warning(new Problem(null, $"Damaged packs could not be set aside: {e.Problems[0].What}",
                "Have someone with write access to the store run it before the releases are packaged again."));
        }
    }

    /// <summary>What a release needs, as far as its manifest and indexes are readable.</summary>
    private async Task GatherAsync(ReleaseId id, Dictionary<(Sha256Digest Sha256, string Pack, long Offset), VerifyBlob> blobs,
        CancellationToken cancellation)
    {
        try
        {
            if (await find(id, cancellation) is not { } release)
            {
                Note(keys.Manifest(id), "the release does not exist.", [id]);
                return;
            }

            if ((await signature(release.Manifest)).Problem is { } problem)
            {
                Note(keys.Signature(id, "*"), problem, [id]);
            }

            if (await stored.LocationsAsync(id, cancellation) is not { } locations)
            {
                Note(keys.Locations(id), "it is missing.", [id]);
                return;
            }

            var catalog = await CatalogAsync(id, locations, cancellation);
            foreach (var file in release.Manifest.Entries.Where(entry => entry is { Kind: EntryKind.File, Size: > 0 })
                .DistinctBy(entry => entry.Sha256))
            {
                Gather(id, file, catalog, blobs);
            }
        }
        catch (PipelineException e)
        {
            Note(keys.Manifest(id), e.Problems[0].ToString(), [id]);
        }
    }

    private void Gather(ReleaseId id, ManifestEntry file, PackCatalog catalog,
        Dictionary<(Sha256Digest Sha256, string Pack, long Offset), VerifyBlob> blobs)
    {
        if (catalog.Find(file.Sha256, file.Size) is not { } parts)
        {
            Note(keys.Locations(id), "none of the packs it lists has the contents of some files.", [id], file.Path);
            return;
        }

        var key = (file.Sha256, parts[0].Pack, parts[0].Offset);
        if (!blobs.TryGetValue(key, out var blob))
        {
            blobs[key] = blob = new VerifyBlob(file.Sha256, file.Size, file.Path, parts);
        }

        blob.Releases.Add(id);
    }

    private async Task<PackCatalog> CatalogAsync(ReleaseId id, ReleaseLocations locations, CancellationToken cancellation)
    {
        await Parallel.ForEachAsync(locations.Packs.Where(pack => !_indexes.ContainsKey(pack)), Options(cancellation),
            async (pack, token) =>
        {
            try
            {
                _indexes[pack] = (await stored.IndexAsync(pack, token), null);
            }
            catch (PipelineException e)
            {
                _indexes[pack] = (null, e.Problems[0].What);
            }
        });
        foreach (var pack in locations.Packs.Where(pack => _indexes[pack].Damage is not null))
        {
            Note(keys.Index(pack), _indexes[pack].Damage!, [id]);
        }

        var catalog = new PackCatalog();
        foreach (var pack in locations.Packs.Where(pack => _indexes[pack].Index is not null))
        {
            catalog.Add(pack, _indexes[pack].Index!);
        }

        return catalog;
    }

    private async Task ReadAsync(PackRange range, Dictionary<(Sha256Digest Sha256, string Pack, long Offset), VerifyBlob> blobs,
        ProgressMeter meter, CancellationToken cancellation)
    {
        var bytes = await BytesAsync(range.Pack, range.Offset, range.Length, cancellation);
        var (block, offset) = ((byte[]?)null, -1L);
        foreach (var (part, found) in range.Parts)
        {
            var blob = blobs[(found.Sha256, range.Pack, part.Offset)];
            block = bytes.Problem is not null ? null : part.Offset == offset && block?.Length == part.Block.Size
                ? block : Decode(part, bytes.Bytes, (int)(part.Offset - range.Offset));
            offset = part.Offset;
            if (block is null || Sha256Digest.Of(block.AsSpan(part.From, part.Size)) != blob.Sha256)
            {
                Note([range.Pack], bytes.Problem ?? "some of its contents do not match their SHA-256.", blob);
            }

            meter.Add(part.Size, moreFiles: 1);
        }
    }

    /// <summary>A file in several parts: its digest is that of all of them, in order.</summary>
    private async Task ReadAsync(VerifyBlob blob, ProgressMeter meter, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in blob.Parts)
        {
            var (bytes, problem) = await BytesAsync(part.Pack, part.Offset, part.Length, cancellation);
            if (problem is not null || Decode(part, bytes, 0) is not { } block)
            {
                Note([part.Pack], problem ?? "some of its contents cannot be decoded.", blob);
                return;
            }

            hash.AppendData(block, part.From, part.Size);
            meter.Add(part.Size);
        }

        meter.Add(0, moreFiles: 1);
        if (Sha256Digest.Of(hash) != blob.Sha256)
        {
            Note([.. blob.Parts.Select(part => part.Pack).Distinct()], "some of its contents do not match their SHA-256.", blob);
        }
    }

    private async Task<(byte[] Bytes, string? Problem)> BytesAsync(string pack, long offset, long length, CancellationToken cancellation)
    {
        try
        {
            await using var stored = await store.OpenAsync(keys.Pack(pack), new ByteRange(offset, length), cancellation);
            if (stored is null)
            {
                return ([], "it is missing.");
            }

            var bytes = new byte[length];
            await stored.Content.ReadExactlyAsync(bytes, cancellation);
            return (bytes, null);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or EndOfStreamException)
        {
            return ([], "it is shorter than it should be.");
        }
    }

    /// <summary>The block that contains the part; null if it is damaged.</summary>
    private byte[]? Decode(PackPart part, byte[] bytes, int at)
    {
        try
        {
            var raw = new byte[part.Block.Size];
            codec.Decode(part.Block.Codec, bytes[at..(at + part.Length)], part.Length, raw);
            return raw;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private void Note(IReadOnlyList<string> packs, string what, VerifyBlob blob)
    {
        Note(string.Join(", ", packs.Select(keys.Pack)), what, blob.Releases, blob.Path);
        foreach (var pack in packs)
        {
            _damagedPacks.Add(pack);
        }
    }

    private void Note(string damaged, string what, IEnumerable<ReleaseId> releases, string? file = null)
    {
        var (names, _) = _damages.GetOrAdd((damaged, what), (new HashSet<string>(StringComparer.Ordinal), file));
        lock (names)
        {
            names.UnionWith(releases.Select(id => id.Value));
        }
    }

    private List<StoreDamage> Damages() => [.. _damages
        .Select(damage =>
            new StoreDamage(damage.Key.Object, damage.Key.What, [.. damage.Value.Releases.Order(StringComparer.Ordinal)],
                damage.Value.File))
        .OrderBy(damage => damage.Object, StringComparer.Ordinal)];

    private static ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
