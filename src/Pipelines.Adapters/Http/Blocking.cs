namespace Pipelines.Adapters.Http;

/// <summary>
/// Blocks until a response that the configuration needs has arrived. Rules, calendars and keys are read where they are used, by code that
/// reads local files synchronously; nothing else is running that this could delay.
/// </summary>
internal static class Blocking
{
    public static T Wait<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        Task.Run(() => ask(cancellation), cancellation).GetAwaiter().GetResult();
}
