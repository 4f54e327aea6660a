using System.Collections.Concurrent;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>The store of the releases as a host sees it: reads go to the controller, which holds the connection to it.</summary>
/// <param name="location">Where the store is, for messages.</param>
/// <param name="channel">To the controller.</param>
internal sealed class WireStore(string location, FrameChannel channel) : IStore
{
    private readonly ConcurrentDictionary<int, WireCall> _calls = new();
    private volatile bool _isLost;
    private int _last;

    public string Location => location;

    public async Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        var call = Begin();
        try
        {
            var answer = await AskAsync(call, new WireMessage.OpenObject(call.Number, key, range?.Offset, range?.Length), cancellation);
            if (answer is WireMessage.Opened { Length: { } length, Version: var version })
            {
                return new StoredObject(new WireObject(call, length, channel, End), length, version);
            }

            End(call);
            return null;
        }
        catch
        {
            End(call);
            throw;
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var call = Begin();
        try
        {
            var answer = await AskAsync(call, new WireMessage.ListKeys(call.Number, prefix, after), cancellation);
            foreach (var key in ((WireMessage.Keys)answer).Found)
            {
                yield return key;
            }
        }
        finally
        {
            End(call);
        }
    }

    public Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation) =>
        throw new NotSupportedException("A host only reads releases.");

    public Task DeleteAsync(string key, CancellationToken cancellation) =>
        throw new NotSupportedException("A host only reads releases.");

    /// <summary>Takes an answer of the controller to a call.</summary>
    public void Take(int call, WireMessage answer)
    {
        if (_calls.TryGetValue(call, out var waiting))
        {
            waiting.Answer(answer);
        }
    }

    /// <summary>Takes bytes of an object.</summary>
    /// <exception cref="InvalidDataException">The frame is too short.</exception>
    public void Take(Frame bytes)
    {
        var (call, content) = WireCall.Read(bytes);
        if (_calls.TryGetValue(call, out var waiting))
        {
            waiting.Receive(content);
        }
    }

    /// <summary>The controller is gone: whoever waits, or asks from now on, fails.</summary>
    public void Lose()
    {
        _isLost = true;
        foreach (var call in _calls.Values)
        {
            call.Lose();
        }
    }

    private WireCall Begin()
    {
        var call = new WireCall(Interlocked.Increment(ref _last));
        _calls[call.Number] = call;
        if (_isLost)
        {
            call.Lose();
        }

        return call;
    }

    private void End(WireCall call) => _calls.TryRemove(call.Number, out _);

    private async Task<WireMessage> AskAsync(WireCall call, WireMessage question, CancellationToken cancellation)
    {
        await channel.WriteAsync(question, cancellation);
        return await call.Answered.WaitAsync(cancellation) is var answer && answer is WireMessage.StoreFailed failed
            ? throw new PipelineException([.. failed.Problems.Select(problem => problem.ToProblem())], ExitCode.Failed) : answer;
    }
}
