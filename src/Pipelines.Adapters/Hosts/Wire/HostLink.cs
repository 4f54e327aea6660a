using System.Diagnostics;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Stores;
using static Pipelines.Adapters.Hosts.Wire.WireMessage;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>The controller's end of a connection to the engine on a host: one request at a time, and the engine's reads of the
/// store.</summary>
internal sealed class HostLink : IAsyncDisposable
{
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(10);

    /// <summary>A connection that nobody has used for this long is given up: a worker that deploys for days keeps none.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);

    /// <summary>How long an act that was cancelled may take to come to its end on the host.</summary>
    private static readonly TimeSpan TimeToCancel = TimeSpan.FromSeconds(30);

    private readonly FrameChannel _channel;
    private readonly StoreServer _store;
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _turn = new(1);
    private Task _listening = Task.CompletedTask;
    private Task _living = Task.CompletedTask;
    private TaskCompletionSource<WireMessage>? _answer;
    private IReporter? _reporter;
    private Exception? _lost;
    private long _usedAt = Stopwatch.GetTimestamp();
    private int _last;

    private HostLink(FrameChannel channel, IStore store, string app)
    {
        _channel = channel;
        _store = new StoreServer(store, app, channel, _over.Token);
    }

    /// <summary>Whether no request can be answered any more.</summary>
    public bool IsLost => _lost is not null;

    /// <summary>Whether it was given up because nobody used it; a request that fails then was not sent.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Greets the engine, after its greeting has been read.</summary>
    /// <exception cref="InvalidDataException">The engine does not speak our version of the protocol, or something else.</exception>
    /// <exception cref="IOException">The connection is lost.</exception>
    public static async Task<HostLink> BeginAsync(FrameChannel channel, IStore store, Open open, CancellationToken cancellation)
    {
        var first = await channel.ReadAsync(cancellation) ?? throw new IOException("it was closed");
        if (FrameChannel.MessageIn(first) is not Hello hello || hello.Protocol != CurrentProtocol)
        {
            throw new InvalidDataException($"expected version {CurrentProtocol} of the protocol");
        }

        var link = new HostLink(channel, store, open.App);
        await channel.WriteAsync(open, cancellation);
        link._listening = Task.Run(link.ListenAsync, CancellationToken.None);
        link._living = Task.Run(link.LiveAsync, CancellationToken.None);
        return link;
    }

    /// <summary>Sends secrets, which the engine masks.</summary>
    /// <exception cref="IOException">The connection is lost.</exception>
    public Task SendAsync(IEnumerable<KeyValuePair<string, Secret>> secrets, CancellationToken cancellation) =>
        _channel.WriteAsync(FrameKind.Secrets, SentSecrets.Write(secrets), cancellation);

    /// <summary>Sends a request, and waits for its answer.</summary>
    /// <param name="request">The request, for its number.</param>
    /// <param name="reporter">Told what the engine tells meanwhile.</param>
    /// <param name="cancellation">Cancels the request on the host; what that comes to is awaited.</param>
    /// <exception cref="PipelineException">The engine failed so.</exception>
    /// <exception cref="IOException">The connection is lost.</exception>
    /// <exception cref="InvalidDataException">The engine does not speak the protocol.</exception>
    public async Task<WireMessage> AskAsync(Func<int, WireMessage> request, IReporter reporter, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var answer = new TaskCompletionSource<WireMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
            var number = ++_last;
            (_reporter, _answer) = (reporter, answer);
            if (_lost is { } lost)
            {
                throw lost;
            }

            await _channel.WriteAsync(request(number), cancellation);
            var result = await ResultAsync(number, answer.Task, cancellation);
            return result is Failed failed ? throw Failure(failed, cancellation) : result;
        }
        finally
        {
            (_reporter, _answer, _usedAt) = (null, null, Stopwatch.GetTimestamp());
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_listening, _living), Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
        _channel.Dispose();
        _turn.Dispose();
        _over.Dispose();
    }

    private async Task<WireMessage> ResultAsync(int number, Task<WireMessage> answer, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await _channel.WriteAsync(new Cancel(number), CancellationToken.None);
            if (await Task.WhenAny(answer, Task.Delay(TimeToCancel, CancellationToken.None)) != answer)
            {
                Lose(new IOException("the engine does not end an act that was cancelled"));
            }

            return await answer;
        }
    }

    private static Exception Failure(Failed failed, CancellationToken cancellation) =>
        failed.ExitCode == ExitCode.Cancelled && cancellation.IsCancellationRequested
            ? new OperationCanceledException(cancellation)
            : new PipelineException([.. failed.Problems.Select(problem => problem.ToProblem())], failed.ExitCode);

    private async Task ListenAsync()
    {
        try
        {
            while (await _channel.ReadAsync(_over.Token) is { } frame)
            {
                var message = frame.Kind == FrameKind.Message
                    ? FrameChannel.MessageIn(frame) : throw new InvalidDataException("expected a message");
                if (!_store.Take(message))
                {
                    Take(message);
                }
            }

            Lose(new IOException("it was closed"));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            Lose(e);
        }
    }

    private async Task LiveAsync()
    {
        try
        {
            while (!IsRetired)
            {
                await Task.Delay(BetweenSigns, _over.Token);
                await _channel.WriteAsync(new Alive(), _over.Token);
                await RetireAsync();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return; // whoever waits for an answer is told
        }
    }

    private async Task RetireAsync()
    {
        if (Stopwatch.GetElapsedTime(_usedAt) > Idle && await _turn.WaitAsync(TimeSpan.Zero, _over.Token))
        {
            IsRetired = true;
            Lose(new IOException("nobody used it"));
            _turn.Release();
        }
    }

    private void Take(WireMessage message)
    {
        switch (message)
        {
            case Told told:
                Tell(told.Tone, told.Text.ToProblem());
                return;
            case Progressed made:
                _reporter?.Progress(new Progress(made.Task, made.Count, made.Total, made.Unit,
                    made is { FilesDone: { } done, FilesTotal: { } total } ? (done, total) : null));
                return;
            case Failed { Problems.Count: 0 } or Failed { ExitCode: ExitCode.Passed }:
                throw new InvalidDataException("a failure without a reason");
            case Stands or Done or Ended or Failed:
                _answer?.TrySetResult(message);
                return;
            default:
                throw new InvalidDataException($"did not expect the message {message.GetType().Name}");
        }
    }

    private void Tell(WireTone tone, Problem problem)
    {
        Action<IReporter> tell = tone switch
        {
            WireTone.Info => reporter => reporter.Info(problem.What),
            WireTone.Debug => reporter => reporter.Debug(problem.What),
            WireTone.Warning => reporter => reporter.Warning(problem),
            _ => reporter => reporter.Error(problem),
        };
        if (_reporter is { } reporter)
        {
            tell(reporter);
        }
    }

    private void Lose(Exception reason)
    {
        _lost = reason is OperationCanceledException ? new IOException("it was closed") : reason;
        _answer?.TrySetException(_lost);
        _over.Cancel();
    }
}
