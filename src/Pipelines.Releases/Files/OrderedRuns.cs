namespace Pipelines.Releases.Files;

/// <summary>
/// Gives what is in a sequence out to several workers, neighbours together, and takes them back in their order. Who is far ahead of the slowest waits:
/// so there are never more of them in memory than a window holds.
/// </summary>
internal sealed class OrderedRuns<T>(IEnumerable<T> items, Action<T> done) : IDisposable
{
    /// <summary>Neighbours resemble each other, and compress well together.</summary>
    private const int Size = 32;

    private const int Window = 512;

    private readonly Lock _taking = new();
    private readonly Lock _giving = new();
    private readonly SemaphoreSlim _room = new(Window);
    private readonly IEnumerator<T> _items = items.GetEnumerator();
    private readonly Dictionary<int, IReadOnlyList<T>> _early = [];
    private int _taken;
    private int _given;

    /// <summary>The next run, and its number; null when there is none left.</summary>
    public async Task<(int Number, List<T> Run)?> TakeAsync(CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        lock (_taking)
        {
            var run = new List<T>(Size);
            while (run.Count < Size && _items.MoveNext())
            {
                run.Add(_items.Current);
            }

            return run.Count == 0 ? null : (_taken++, run);
        }
    }

    /// <summary>Takes a run back. The longest sequence without a gap is passed on.</summary>
    public void Give(int number, IReadOnlyList<T> run)
    {
        lock (_giving)
        {
            _early.Add(number, run);
            for (; _early.Remove(_given, out var next); _given++)
            {
                foreach (var item in next)
                {
                    done(item);
                }

                _room.Release();
            }
        }
    }

    public void Dispose()
    {
        _items.Dispose();
        _room.Dispose();
    }
}
