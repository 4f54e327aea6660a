using System.Collections.Concurrent;
using System.Threading.Channels;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Hosts;
using static Pipelines.Adapters.Hosts.Wire.WireMessage;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>One app on this host, for one controller: takes requests, and answers one after the other.</summary>
internal sealed class ServedHost : IDisposable
{
    /// <summary>A controller that says nothing for this long is gone: it says every few seconds that it is there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HostEngine _engine;
    private readonly ConfigSchema _schema;
    private readonly FrameChannel _channel;
    private readonly WireReporter _reporter;
    private readonly SentSecrets _secrets;
    private readonly Channel<(int Number, Func<CancellationToken, Task<WireMessage>> Answer, bool MayEnd)> _requests =
        Channel.CreateUnbounded<(int, Func<CancellationToken, Task<WireMessage>>, bool)>();
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _stops = new();
    private readonly CancellationTokenSource _gone = new();
    private Open? _open;
    private WireStore? _store;
    private IHost? _host;
    private string _root = "";

    public ServedHost(HostEngine engine, ConfigSchema schema, FrameChannel channel, TimeProvider clock)
    {
        (_engine, _schema, _channel) = (engine, schema, channel);
        _reporter = new WireReporter(channel, clock);
        _secrets = new SentSecrets(_reporter);
    }

    /// <summary>Serves until the controller is gone. An act that has begun to change what runs comes to its end; none begins after
    /// that.</summary>
    /// <param name="stop">Stops the act that is under way.</param>
    /// <exception cref="InvalidDataException">The controller does not speak the protocol.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var working = Task.Run(() => WorkAsync(stop), CancellationToken.None);
        try
        {
            while (await NextAsync(stop) is { } frame)
            {
                Take(frame);
            }
        }
        finally
        {
            await _gone.CancelAsync();
            _store?.Lose();
            _requests.Writer.TryComplete();
            await working;
        }
    }

    public void Dispose() => _gone.Dispose();

    /// <summary>The next frame; null when the controller is gone, or we are to stop. A read of standard input cannot be called
    /// off.</summary>
    private async Task<Frame?> NextAsync(CancellationToken stop)
    {
        try
        {
            return await _channel.ReadAsync(CancellationToken.None).WaitAsync(Patience, stop);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private void Take(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Secrets:
                _secrets.Add(frame);
                return;
            case FrameKind.Bytes when _store is { } store:
                store.Take(frame);
                return;
            case FrameKind.Message:
                Take(FrameChannel.MessageIn(frame));
                return;
            default:
                throw new InvalidDataException("expected the message that opens an app");
        }
    }

    private void Take(WireMessage message)
    {
        switch (message)
        {
            case Alive:
                return;
            case Open open when _open is null:
                (_open, _root) = (open, open.Root);
                _store = new WireStore(open.Store, _channel);
                _host = _engine.Open(_store, open.App, open.Host, new HostSpec { Root = open.Root }, _reporter);
                return;
            case Cancel cancel:
                _stops.GetValueOrDefault(cancel.Request)?.Cancel();
                return;
            case Opened answer:
                _store?.Take(answer.Call, answer);
                return;
            case Keys answer:
                _store?.Take(answer.Call, answer);
                return;
            case StoreFailed answer:
                _store?.Take(answer.Call, answer);
                return;
            case Configure request when _open is not null:
                Begin(request.Request, _ => Task.FromResult<WireMessage>(ConfigureHost(request)));
                return;
            case Inspect request when _open is not null:
                Begin(request.Request, token => InspectAsync(request, token), mayEnd: true);
                return;
            case Enter request when _open is not null:
                Begin(request.Request, token => EnterAsync(request, token), mayEnd: true);
                return;
            case Apply request when _open is not null:
                Begin(request.Request, token => ApplyAsync(request, token), LeavesWhatRuns(request.Action));
                return;
            case Run request when _open is not null:
                Begin(request.Request, token => RunProgramAsync(request, token), mayEnd: true);
                return;
            default:
                throw new InvalidDataException($"did not expect the message {message.GetType().Name} now");
        }
    }

    /// <summary>Whether an act changes nothing that runs. A staging keeps what it has, and is continued.</summary>
    private static bool LeavesWhatRuns(HostAction action) =>
        action is HostAction.Stage or HostAction.Verify or HostAction.Prove or HostAction.Drain;

    /// <param name="number">Number of the request.</param>
    /// <param name="answer">Answers it.</param>
    /// <param name="mayEnd">Whether it stops when the controller is gone, because it leaves what runs as it is.</param>
    private void Begin(int number, Func<CancellationToken, Task<WireMessage>> answer, bool mayEnd = false)
    {
        _stops[number] = new CancellationTokenSource();
        _requests.Writer.TryWrite((number, answer, mayEnd));
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        await foreach (var (number, answer, mayEnd) in _requests.Reader.ReadAllAsync(CancellationToken.None))
        {
            using var own = _stops[number];
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                own.Token, stop, mayEnd ? _gone.Token : CancellationToken.None);
            if (!_gone.IsCancellationRequested)
            {
                await SendAsync(await AnswerAsync(number, answer, either.Token));
            }

            _stops.TryRemove(number, out _);
        }
    }

    private async Task<WireMessage> AnswerAsync(int number, Func<CancellationToken, Task<WireMessage>> answer, CancellationToken stop)
    {
        try
        {
            return await answer(stop);
        }
        catch (PipelineException e)
        {
            return new Failed(number, e.ExitCode, [.. e.Problems.Select(_reporter.Redact)]);
        }
        catch (OperationCanceledException)
        {
            return new Failed(number, ExitCode.Cancelled, [new WireProblem(null, "cancelled.", null)]);
        }
#pragma warning disable CA1031 // the top of the program on a host: any other exception is a bug, and is told to the controller
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Failed(number, ExitCode.Bug, [_reporter.Redact(new Problem(null, $"{e}"))]);
        }
    }

    private async Task SendAsync(WireMessage answer)
    {
        try
        {
            await _channel.WriteAsync(answer, CancellationToken.None);
        }
        catch (IOException)
        {
            return; // the controller is gone
        }
    }

    private Done ConfigureHost(Configure request)
    {
        var config = DeploySettings.Read(request.Settings, _schema);
        var spec = DeployKeys.Spec(config, config.Environment(request.Environment), _secrets) with { Root = _root };
        _host = _engine.Open(_store!, _open!.App, _open.Host, spec, _reporter);
        return new Done(request.Request, HostOutcome.Done);
    }

    private async Task<WireMessage> InspectAsync(Inspect request, CancellationToken cancellation) => new Stands(
        request.Request,
        request.Job is { } job ? await _host!.InspectAsync(job with { Secrets = _secrets.Variables }, cancellation)
            : await _host!.InspectAsync(cancellation));

    private async Task<WireMessage> RunProgramAsync(Run request, CancellationToken cancellation)
    {
        var ending = await _host!.RunAsync(request.Program, request.Job, _reporter, cancellation);
        return new Ended(request.Request, ending with { Output = _reporter.Redact(ending.Output) });
    }

    private async Task<WireMessage> EnterAsync(Enter request, CancellationToken cancellation)
    {
        using var turn = await EngineTurn.TakeAsync(_root, _reporter, cancellation);
        return new Stands(request.Request, await _host!.EnterAsync(request.Job, cancellation));
    }

    private async Task<WireMessage> ApplyAsync(Apply request, CancellationToken cancellation)
    {
        using var turn = await EngineTurn.TakeAsync(_root, _reporter, cancellation);
        var job = request.Job with { Secrets = _secrets.Variables };
        var outcome = await _host!.ApplyAsync(request.Action, job, _reporter, cancellation);
        return new Done(request.Request,
            new HostOutcome(_reporter.Redact(outcome.Summary), outcome.Failure is { } failure ? _reporter.Redact(failure) : null));
    }
}
