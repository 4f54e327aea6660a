namespace Pipelines.History.Events;

/// <summary>Reads or writes numbered items in parallel: a store may be far away, and a log grows long over the years.</summary>
internal static class SideBySide
{
    private const int AtOnce = 64;

    /// <summary>Runs an action for each number.</summary>
    public static Task ForAsync(int first, int count, Func<int, CancellationToken, Task> act, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
        Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
        async (number, token) => await act(number, token));

    /// <summary>Reads an item for each number, and returns them in the order of the numbers.</summary>
    public static async Task<T[]> ReadAsync<T>(int first, int count, Func<int, CancellationToken, Task<T>> read,
        CancellationToken cancellation)
    {
        var found = new T[count];
        await ForAsync(first, count, async (number, token) => found[number - first] = await read(number, token), cancellation);
        return found;
    }
}
