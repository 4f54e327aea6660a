using Pipelines.Releases.Files;

namespace Pipelines.Releases.Unpacking;

/// <summary>A file's bytes and every place in the target where they go.</summary>
internal sealed class UnpackBlob(Sha256Digest sha256, long size, IReadOnlyList<UnpackFile> files)
{
    private int _missing;

    public Sha256Digest Sha256 => sha256;

    public long Size => size;

    public IReadOnlyList<UnpackFile> Files => files;

    public void Expect(int parts) => _missing = parts;

    /// <summary>Counts a part as written; true when it was the last.</summary>
    public bool PartWritten() => Interlocked.Decrement(ref _missing) == 0;
}
