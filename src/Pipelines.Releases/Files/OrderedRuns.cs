namespace Pipelines.Releases.Files;

/// <summary>
/// Distributes the items of a sequence to several workers in runs of neighbors, and collects the results in order. A worker far ahead of
/// the slowest waits, so that memory never holds more than one window.
/// </summary>
internal sealed class OrderedRuns<T>(IEnumerable<T> items, Action<T> done) : IDisposable
{
    /// <summary>Neighbors resemble each other, and compress well together.</summary>
    private const int Size = 32;

    private const int Window = 512;

    private readonly Lock _taking = new();
    private readonly Lock _giving = new();
    private readonly SemaphoreSlim _room = new(Window);
    private readonly IEnumerator<T> _items = items.GetEnumerator();
    private readonly Dictionary<int, IReadOnlyList<T>> _early = [];
    private int _taken;
    private int _given;

    /// <summary>The next run, and its number; null if none are left.</summary>
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

    /// <summary>Returns a run. The longest sequence without a gap is passed on.</summary>
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
