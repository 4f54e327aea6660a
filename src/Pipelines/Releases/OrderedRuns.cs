namespace Pipelines.Releases;

/// <summary>
/// Gives entries out to several workers, neighbours together, and takes them back in their order. Who is far ahead of the slowest waits:
/// so there are never more of them in memory than a window holds.
/// </summary>
internal sealed class OrderedRuns(IEnumerable<ManifestEntry> entries, Action<ManifestEntry> done) : IDisposable
{
    /// <summary>Neighbours resemble each other, and compress well together.</summary>
    private const int Size = 32;

    private const int Window = 512;

    private readonly Lock _taking = new();
    private readonly Lock _giving = new();
    private readonly SemaphoreSlim _room = new(Window);
    private readonly IEnumerator<ManifestEntry> _entries = entries.GetEnumerator();
    private readonly Dictionary<int, IReadOnlyList<ManifestEntry>> _early = [];
    private int _taken;
    private int _given;

    /// <summary>The next entries, and their number; null when there are none left.</summary>
    public async Task<(int Number, List<ManifestEntry> Entries)?> TakeAsync(CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        lock (_taking)
        {
            var run = new List<ManifestEntry>(Size);
            while (run.Count < Size && _entries.MoveNext())
            {
                run.Add(_entries.Current);
            }

            return run.Count == 0 ? null : (_taken++, run);
        }
    }

    /// <summary>Takes a run back. The longest sequence without a gap is passed on.</summary>
    public void Give(int number, IReadOnlyList<ManifestEntry> run)
    {
        lock (_giving)
        {
            _early.Add(number, run);
            for (; _early.Remove(_given, out var next); _given++)
            {
                foreach (var entry in next)
                {
                    done(entry);
                }

                _room.Release();
            }
        }
    }

    public void Dispose()
    {
        _entries.Dispose();
        _room.Dispose();
    }
}
