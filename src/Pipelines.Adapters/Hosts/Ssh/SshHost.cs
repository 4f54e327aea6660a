using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Hosts.Facts;
using Pipelines.Hosts.Programs;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>A host behind SSH: every act is carried out by the engine there. It is connected to when it is first needed, and again when a
/// connection was lost. It is asked for one thing at a time.</summary>
internal sealed class SshHost(SshEngine engine, RemoteApp app, IReporter reporter) : IHost
{
    private (SshProcess Process, HostLink Link)? _connection;
    private bool _isConfigured;
    private IReadOnlyDictionary<string, Secret>? _sent;

    public string Name => app.Open.Host;

    public async Task<HostState> InspectAsync(CancellationToken cancellation) =>
        Expect<WireMessage.Stands>(await AskAsync("tell how it stands", job: null, request => new WireMessage.Inspect(request),
            reporter, cancellation)).State;

    public async Task<HostState> InspectAsync(HostJob job, CancellationToken cancellation) =>
        Expect<WireMessage.Stands>(await AskAsync("tell how it stands", job, request => new WireMessage.Inspect(request, job),
            reporter, cancellation)).State;

    public Task<HostFacts> ExamineAsync(CancellationToken cancellation) => engine.ExamineAsync(app.Open.Root, reporter, cancellation);

    public async Task<HostState> EnterAsync(HostJob job, CancellationToken cancellation) =>
        Expect<WireMessage.Stands>(await AskAsync("tell how it stands", job, request => new WireMessage.Enter(request, job),
            reporter, cancellation)).State;

    public async Task<HostOutcome> ApplyAsync(HostAction action, HostJob job, IReporter told, CancellationToken cancellation) =>
        Expect<WireMessage.Done>(await AskAsync(action.Description, job, request => new WireMessage.Apply(request, action, job),
            told, cancellation)).Outcome;

    public async Task<HostEnding> RunAsync(HostProgram program, HostJob? job, IReporter told, CancellationToken cancellation) =>
        Expect<WireMessage.Ended>(await AskAsync(program.Description, job, request => new WireMessage.Run(request, program, job),
            told, cancellation)).Ending;

    public Task<int> ShellAsync(CancellationToken cancellation) => engine.ShellAsync(app.Open.Root, cancellation);

    private static T Expect<T>(WireMessage answer)
        where T : WireMessage => answer as T ?? throw new InvalidOperationException($"the engine answered with {answer.GetType().Name}");

    /// <param name="what">What the engine is to do, for messages.</param>
    /// <param name="job">On whose behalf; null when nothing is changed.</param>
    /// <param name="request">The request, for its number.</param>
    /// <param name="told">Told what the engine reports.</param>
    /// <param name="cancellation">Cancels it.</param>
    private async Task<WireMessage> AskAsync(string what, HostJob? job, Func<int, WireMessage> request, IReporter told,
        CancellationToken cancellation)
    {
        try
        {
            var link = await LinkAsync(cancellation);
            try
            {
                await (job is null ? Task.CompletedTask : ConfigureAsync(link, job, cancellation));
                return await link.AskAsync(request, told, cancellation);
            }
            catch (IOException) when (link.IsRetired)
            {
                return await AskAsync(what, job, request, told, cancellation);
            }
        }
        catch (PipelineException e) when (!Names(e))
        {
            throw new PipelineException([.. e.Problems.Select(problem => problem with { Where = problem.Where ?? Name })], e.ExitCode, e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw await LostAsync(what, e);
        }
    }

    private bool Names(PipelineException failure) => failure.Problems.All(problem =>
        problem.Where is not null || problem.What.StartsWith(Name, StringComparison.Ordinal));

    private async Task<HostLink> LinkAsync(CancellationToken cancellation)
    {
        if (_connection is { Link.IsLost: false } usable)
        {
            return usable.Link;
        }

        await DropAsync();
        _connection = await engine.StartAsync(app, reporter, cancellation);
        return _connection.Value.Link;
    }

    private async Task ConfigureAsync(HostLink link, HostJob job, CancellationToken cancellation)
    {
        if (!_isConfigured)
        {
            var configuration = app.Configuration();
            await link.SendAsync(configuration.Secrets, cancellation);
            await link.AskAsync(number => new WireMessage.Configure(number, configuration.Environment, configuration.Settings), reporter,
                cancellation);
            _isConfigured = true;
        }

        if (!ReferenceEquals(_sent, job.Secrets))
        {
            await link.SendAsync(
                job.Secrets.Select(secret => KeyValuePair.Create(SentSecrets.OfVariable(secret.Key), secret.Value)), cancellation);
            _sent = job.Secrets;
        }
    }

    private async Task<PipelineException> LostAsync(string what, Exception reason)
    {
        var said = _connection?.Process.Errors.Trim() is { Length: > 0 } errors ? errors.Split('\n')[^1] : reason.Message;
        await DropAsync();
        return await engine.AnswersAsync(CancellationToken.None)
            ? new PipelineException($"{Name}: the connection was lost while it was to {what}: {Excerpt.Of(said)}. The host can be reached.",
                "Run the same command again: it goes on with what the host has done, or undoes it.", inner: reason)
            : new HostUnreachableException(
                $"{Name}: the connection was lost while it was to {what}: {Excerpt.Of(said)}. The host cannot be reached now.",
                "Run the same command again when the host is back: it goes on with what the host has done, or undoes it.", reason);
    }

    private async Task DropAsync()
    {
        if (_connection is { } old)
        {
            (_connection, _isConfigured, _sent) = (null, false, null);
            old.Process.Kill();
            await old.Link.DisposeAsync();
            await old.Process.DisposeAsync();
        }
    }
}
