using Pipelines.Releases.Files;

namespace Pipelines.Releases.Unpacking;

/// <summary>A file's contents and every place in the target where they belong.</summary>
internal sealed class UnpackBlob(Sha256Digest sha256, long size, IReadOnlyList<UnpackFile> files)
{
    private int _missing;

    public Sha256Digest Sha256 => sha256;

    public long Size => size;

    public IReadOnlyList<UnpackFile> Files => files;

    public void Expect(int parts) => _missing = parts;

    /// <summary>Counts a part as written; true if it was the last.</summary>
    public bool PartWritten() => Interlocked.Decrement(ref _missing) == 0;
}
