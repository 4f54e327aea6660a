namespace Pipelines.Adapters.Rest;

/// <summary>Waits for an answer that the configuration needs: rules are read before anything else is done, so there is nothing that this could hold up.</summary>
internal static class Blocking
{
    public static T Wait<T>(Func<CancellationToken, Task<T>> ask) => Task.Run(() => ask(CancellationToken.None)).GetAwaiter().GetResult();
}
