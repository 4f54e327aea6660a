using System.Runtime.InteropServices;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Packs;

/// <summary>
/// Which contents are in a set of packs, and where; including those being packed. Designed for a million files: it takes sixty bytes for
/// each distinct one. Thread-safe.
/// </summary>
internal sealed class PackCatalog
{
    private const int Pending = -1;

    private readonly Lock _gate = new();
    private readonly DigestTable<Place> _places = new();
    private readonly List<string> _packs = [];
    private readonly List<(int Pack, PackedBlock Block)> _blocks = [];
    private readonly Dictionary<Sha256Digest, List<(FileRecipe File, int Pack)>> _files = [];
    private readonly HashSet<long> _sizes = [];
    private readonly HashSet<string> _needed = new(StringComparer.Ordinal);

    /// <summary>Ids of the packs in which something was found or stored, sorted.</summary>
    public List<string> Needed
    {
        get
        {
            lock (_gate)
            {
                return [.. _needed.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Adds the contents of an index. If contents occur twice, the first place counts.</summary>
    public void Add(string pack, PackIndex index)
    {
        var number = AddPack(pack);
        foreach (var (block, parts) in index.Blocks)
        {
            Put(number, block, parts);
        }

        foreach (var file in index.Files)
        {
            Add(file, number);
        }
    }

    /// <summary>Assigns a number to a pack.</summary>
    public int AddPack(string id)
    {
        lock (_gate)
        {
            _packs.Add(id);
            return _packs.Count - 1;
        }
    }

    /// <summary>Records where parts are, unless that is known. Claimed parts are now present, and their pack is needed.</summary>
    public void Put(int pack, PackedBlock block, IReadOnlyList<(Sha256Digest Sha256, int Size)> parts)
    {
        lock (_gate)
        {
            _blocks.Add((pack, block));
            var from = 0;
            foreach (var (sha256, size) in parts)
            {
                ref var place = ref _places.At(sha256, out var isNew);
                place = isNew || place.Block == Pending ? new Place(_blocks.Count - 1, from, size) : place;
                from += size;
            }
        }
    }

    public void Add(FileRecipe file, int pack)
    {
        lock (_gate)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_files, file.Sha256, out _) ??= []).Add((file, pack));
            _sizes.Add(file.Size);
        }
    }

    /// <summary>Marks a pack as needed.</summary>
    public void Need(string pack)
    {
        lock (_gate)
        {
            _needed.Add(pack);
        }
    }

    /// <summary>
    /// True for the first caller with these contents, who must pack them; false if they are present, or being packed by someone else.
    /// </summary>
    public bool Claim(Sha256Digest sha256, int size)
    {
        lock (_gate)
        {
            ref var place = ref _places.At(sha256, out var isNew);
            if (isNew || place.Size != size)
            {
                place = new Place(Pending, 0, size);
                return true;
            }

            if (place.Block != Pending)
            {
                _needed.Add(_packs[_blocks[place.Block].Pack]);
            }

            return false;
        }
    }

    /// <summary>Whether any large file of this size is known.</summary>
    public bool HasFileOf(long size)
    {
        lock (_gate)
        {
            return _sizes.Contains(size);
        }
    }

    /// <summary>Whether all of a large file is present; its packs are then needed.</summary>
    public bool Holds(Sha256Digest sha256, long size)
    {
        lock (_gate)
        {
            foreach (var (file, pack) in _files.GetValueOrDefault(sha256) ?? [])
            {
                if (Parts(file.Chunks, size) is { } parts)
                {
                    _needed.UnionWith(parts.Select(part => part.Pack).Append(_packs[pack]));
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The parts of a file, in order and without gaps; null if the packs do not have all of it.</summary>
    public IReadOnlyList<PackPart>? Find(Sha256Digest sha256, long size)
    {
        lock (_gate)
        {
            return Parts([sha256], size) ?? _files.GetValueOrDefault(sha256)?.Select(known => Parts(known.File.Chunks, size))
                .FirstOrDefault(parts => parts is not null);
        }
    }

    /// <summary>Locations of chunks; null if one of them is missing, or their total length differs.</summary>
    private List<PackPart>? Parts(IReadOnlyList<Sha256Digest> chunks, long size)
    {
        var parts = new List<PackPart>(chunks.Count);
        long at = 0;
        foreach (var chunk in chunks)
        {
            if (!_places.TryGet(chunk, out var place) || place.Block == Pending)
            {
                return null;
            }

            var (pack, block) = _blocks[place.Block];
            parts.Add(new PackPart(_packs[pack], block, place.From, place.Size, at));
            at += place.Size;
        }

        return at == size ? parts : null;
    }

    /// <summary>Location of contents.</summary>
    /// <param name="Block">Number of the block, or <see cref="Pending"/>.</param>
    /// <param name="From">Offset in the block.</param>
    /// <param name="Size">Number of bytes.</param>
    private readonly record struct Place(int Block, int From, int Size);
}
