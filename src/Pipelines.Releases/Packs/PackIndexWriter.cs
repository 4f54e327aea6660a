using System.Globalization;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;

namespace Pipelines.Releases.Packs;

/// <summary>Writes a <see cref="PackIndex"/> while its pack is being filled.</summary>
internal sealed class PackIndexWriter : IDisposable
{
    private readonly Spool _spool = new();
    private readonly LineWriter _lines;

    /// <param name="codec">Encodes it.</param>
    /// <param name="created">The time of creation.</param>
    public PackIndexWriter(PartCodec codec, DateTimeOffset created)
    {
        _lines = new LineWriter(codec, _spool);
        _lines.Line(string.Create(CultureInfo.InvariantCulture, $"index\t{PackIndex.Format}\t{created:O}"));
    }

    public void Add(PackedBlock block, IReadOnlyList<(Sha256Digest Sha256, int Size)> parts)
    {
        _lines.Line(string.Create(CultureInfo.InvariantCulture, $"block\t{block.Offset}\t{block.Length}\t{block.Codec}\t{block.Size}"));
        foreach (var (sha256, size) in parts)
        {
            _lines.Line(string.Create(CultureInfo.InvariantCulture, $"part\t{size}\t{sha256}"));
        }
    }

    public void Add(FileRecipe file)
    {
        _lines.Line(string.Create(CultureInfo.InvariantCulture, $"file\t{file.Size}\t{file.Sha256}"));
        foreach (var chunk in file.Chunks)
        {
            _lines.Line($"chunk\t{chunk}");
        }
    }

    public Spool End()
    {
        _lines.End();
        return _spool;
    }

    public void Dispose() => _lines.Dispose();
}
