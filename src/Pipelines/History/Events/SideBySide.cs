namespace Pipelines.History.Events;

/// <summary>Numbered things that are read or written at the same time: a store may be far away, and a log is long after some years.</summary>
internal static class SideBySide
{
    private const int AtOnce = 64;

    /// <summary>Does something with each number.</summary>
    public static Task ForAsync(int first, int count, Func<int, CancellationToken, Task> act, CancellationToken cancellation) => Parallel.ForEachAsync(
        Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (number, token) => await act(number, token));

    /// <summary>Reads something for each number, and gives it in the order of the numbers.</summary>
    public static async Task<T[]> ReadAsync<T>(int first, int count, Func<int, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var found = new T[count];
        await ForAsync(first, count, async (number, token) => found[number - first] = await read(number, token), cancellation);
        return found;
    }
}
