using System.Collections.Concurrent;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>
/// Reads the store for the engine on a host. A host is trusted with the releases of its app, which it runs, and with nothing else that is
/// in the store.
/// </summary>
internal sealed class StoreServer(IStore store, string app, FrameChannel channel, CancellationToken stop)
{
    /// <summary>Objects that a host may read at the same time: several times as many as the engine does.</summary>
    private const int MostCalls = 64;

    private const int MostKeys = 10_000;

    private readonly string[] _prefixes = [$"{app}/releases/", $"{app}/packs/", $"{app}/indexes/"];
    private readonly ConcurrentDictionary<int, ServedObject> _open = new();

    /// <summary>Begins to answer a question; true when the message was one.</summary>
    /// <exception cref="InvalidDataException">The host asks for too much at once.</exception>
    public bool Take(WireMessage message)
    {
        switch (message)
        {
            case WireMessage.OpenObject question:
                Begin(question);
                return true;
            case WireMessage.More more:
                _open.GetValueOrDefault(more.Call)?.More(more.Frames);
                return true;
            case WireMessage.CloseObject close:
                _open.GetValueOrDefault(close.Call)?.Close();
                return true;
            case WireMessage.ListKeys question:
                _ = AnswerAsync(question.Call, () => ListAsync(question));
                return true;
            default:
                return false;
        }
    }

    private void Begin(WireMessage.OpenObject question)
    {
        var served = new ServedObject(question.Call, channel, stop);
        if (_open.Count >= MostCalls || !_open.TryAdd(question.Call, served))
        {
            throw new InvalidDataException("the host reads too many objects at the same time");
        }

        _ = AnswerAsync(question.Call, async () =>
        {
            try
            {
                await OpenAsync(question, served);
            }
            finally
            {
                _open.TryRemove(question.Call, out _);
                served.Dispose();
            }
        });
    }

    private async Task OpenAsync(WireMessage.OpenObject question, ServedObject served)
    {
        Require(question.Key, question.Key);
        var range = question is { Offset: { } offset, Length: { } length } ? new ByteRange(offset, length) : null;
        await using var stored = await store.OpenAsync(question.Key, range, stop);
        await channel.WriteAsync(new WireMessage.Opened(question.Call, stored?.Length, stored?.Version ?? ""), stop);
        await (stored is null ? Task.CompletedTask : served.SendAsync(stored));
    }

    private async Task ListAsync(WireMessage.ListKeys question)
    {
        Require(question.Prefix, question.Prefix.TrimEnd('/'));
        var keys = await store.ListAsync(question.Prefix, question.After, stop).Take(MostKeys).ToListAsync(stop);
        await channel.WriteAsync(new WireMessage.Keys(question.Call, keys), stop);
    }

    /// <summary>Whatever fails is told to the host; a connection that is lost ends the session elsewhere.</summary>
    private async Task AnswerAsync(int call, Func<Task> answer)
    {
        try
        {
            try
            {
                await answer();
            }
            catch (Exception e) when (e is PipelineException or IOException or UnauthorizedAccessException)
            {
                var failure = e as PipelineException ?? new PipelineException($"{store.Location}: {e.Message}");
                await channel.WriteAsync(new WireMessage.StoreFailed(call, WireProblem.All(failure)), stop);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }

    private void Require(string prefix, string key)
    {
        try
        {
            StoreKey.Validate(key);
        }
        catch (ArgumentException e)
        {
            throw new PipelineException(e.Message, inner: e);
        }

        if (!_prefixes.Any(own => prefix.StartsWith(own, StringComparison.Ordinal)))
        {
            throw new PipelineException($"a host may read the releases of {app} only, and it asked for {prefix}.");
        }
    }
}
