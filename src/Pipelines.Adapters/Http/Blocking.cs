namespace Pipelines.Adapters.Http;

/// <summary>
/// Waits for an answer that the configuration needs. Its rules, calendars and keys are read where they are used, by code that reads files of this machine
/// without waiting; nothing else goes on meanwhile that this could hold up.
/// </summary>
internal static class Blocking
{
    public static T Wait<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation) => Task.Run(() => ask(cancellation), cancellation).GetAwaiter().GetResult();
}
