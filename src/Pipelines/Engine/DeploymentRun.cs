using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Packaging;
using Pipelines.Releases.Packs;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>One deployment under its lease: prepare all hosts, activate each, commit all; on any failure bring back those that were touched.</summary>
internal sealed class DeploymentRun(
    DeployRequest request, DeploymentJournal journal, Lease lease, EventLog log, IReadOnlyList<Target> targets,
    IReadOnlyDictionary<string, Secret> secrets, IAnnouncer announcer, PageKeeper page, TimeProvider clock, IReporter reporter)
{
    private bool _isCommitting;
    private Release? _saved;

    private DeploymentRecord Record => journal.Record;

    /// <summary>From the request to the end.</summary>
    public Task<DeployOutcome> BeginAsync(IReleaseSource source, CancellationToken cancellation) => AttemptAsync(async () =>
    {
        var told = announcer.TellAsync(request, Record, cancellation);
        await ShowAsync(cancellation);
        await told;
        return await AdvanceAsync(source, cancellation);
    }, cancellation);

    /// <summary>Ends it before it has changed anything; what has changed already is undone.</summary>
    public async Task<DeployOutcome> BlockAsync(Blocked why)
    {
        if (WasTouched)
        {
            return await SettleAsync(why.Explanation);
        }

        await journal.AppendAsync(why);
        return await EndAsync(ExitCode.Blocked, why.Explanation);
    }

    /// <summary>Goes on with a deployment that was interrupted: back when it was on its way back, else forward.</summary>
    public async Task<DeployOutcome> ContinueAsync(IReleaseSource source, CancellationToken cancellation) =>
        Record.IsRetreating ? await RetreatAsync()
        : await IsCommittedAsync() ? await CommitAsync()
        : await AttemptAsync(async () =>
        {
            await ShowAsync(cancellation);
            return await AdvanceAsync(source, cancellation);
        }, cancellation);

    /// <summary>Ends a deployment that was interrupted and is not asked for again: forward when a host has committed it, else back.</summary>
    /// <param name="why">Why it does not go on, as a sentence.</param>
    public async Task<DeployOutcome> SettleAsync(string why)
    {
        if (!Record.IsRetreating && await IsCommittedAsync())
        {
            return await CommitAsync();
        }

        if (!Record.IsRetreating)
        {
            await journal.AppendAsync(new Failed(why, Condemned: false, Retreat: WasTouched));
        }

        return Record.IsRetreating ? await RetreatAsync() : await EndAsync(ExitCode.Failed, Record.Failure!);
    }

    /// <summary>Shows it on the platform's page, once.</summary>
    private async Task ShowAsync(CancellationToken cancellation)
    {
        if (Record.Find<Shown>() is null && await page.OpenAsync(request, Record, cancellation) is { } shown)
        {
            await journal.AppendAsync(new Shown(shown));
        }
    }

    private async Task<DeployOutcome> AttemptAsync(Func<Task<DeployOutcome>> attempt, CancellationToken cancellation)
    {
        try
        {
            return await attempt();
        }
        catch (Exception e) when (IsFailure(e))
        {
            return await FailAsync(e, cancellation);
        }
    }

    private async Task<DeployOutcome> AdvanceAsync(IReleaseSource source, CancellationToken cancellation)
    {
        if (Record.Release is null)
        {
            var release = await source.PrepareAsync(reporter, cancellation);
            _saved = release.Saved;
            await journal.AppendAsync(new Packaged(release.Id, release.Files, release.Bytes, release.SentBytes));
        }

        var history = new DeploymentHistory(await log.ReadUpToAsync(Record.Events[^1], cancellation)); // nobody else ends a deployment while the lease is held
        return WasTouched || request.Again
            ? await RollOutAsync(cancellation)
            : await RefusalAsync(history) ?? await UnchangedAsync(history, cancellation) ?? await RollOutAsync(cancellation);
    }

    private bool WasTouched => Record.Find<Activating>() is not null;

    /// <summary>A release that was found to be at fault is not deployed again unasked.</summary>
    private async Task<DeployOutcome?> RefusalAsync(DeploymentHistory history)
    {
        if (history.Condemnation(Record.Release!) is not { } condemned)
        {
            return null;
        }

        var why = $"release {Record.Release} was found to be at fault by deployment {condemned.Id}: {condemned.Failure ?? "it was rolled back from."} Use --again to deploy it all the same.";
        return await BlockAsync(new Blocked("condemned", why, NextOpen: null));
    }

    private async Task<DeployOutcome?> UnchangedAsync(DeploymentHistory history, CancellationToken cancellation)
    {
        if (history.IsAstray || await AnyAsync(async host => !await host.ServesAsync(cancellation)))
        {
            return null;
        }

        await journal.AppendAsync(new Completed(Record.Release!, Unchanged: true));
        return await EndAsync(ExitCode.Passed, $"release {Record.Release} is live already; nothing was changed.");
    }

    private async Task<DeployOutcome> RollOutAsync(CancellationToken cancellation)
    {
        await ForEachAsync("prepare", host => host.PrepareAsync(cancellation));
        if (!WasTouched && await request.AskAgain(cancellation) is { } closed)
        {
            await journal.AppendAsync(Record.Find<Queued>() is { } queued ? queued with { Code = closed.Code, Explanation = closed.Explanation, NextOpen = closed.NextOpen } : closed);
            return await EndAsync(ExitCode.Blocked, $"{closed.Explanation} It closed before a host was switched: nothing that was live has changed.");
        }

        await ForEachAsync("activate", host => host.ActivateAsync(cancellation));
        return await CommitAsync();
    }

    /// <summary>From here on nothing goes back, so nothing is given up unless the lease is lost.</summary>
    private async Task<DeployOutcome> CommitAsync()
    {
        _isCommitting = true;
        await ForEachAsync("commit", host => host.CommitAsync(lease.Lost));
        await journal.AppendAsync(new Completed(Record.Release!, Unchanged: false));
        return await EndAsync(ExitCode.Passed, $"release {Record.Release} is live in {request.Stage}.");
    }

    private async Task<DeployOutcome> FailAsync(Exception failure, CancellationToken cancellation)
    {
        var cancelled = failure is OperationCanceledException && cancellation.IsCancellationRequested;
        var reason = cancelled ? "it was cancelled." : failure.Message;
        if (WasTouched)
        {
            reporter.Error(new Problem(null, reason)); // the way back takes its time; without one the end says it
        }

        if (_isCommitting && await IsCommittedAsync())
        {
            throw new PipelineException($"release {Record.Release} is served and proven on all hosts, but that could not be recorded everywhere: {reason}", "Run the same command again.");
        }

        await journal.AppendIfPossibleAsync(new Failed(reason, Condemned: failure is HostFailureException && !Record.Request.IsRollback, Retreat: WasTouched), reporter);
        var outcome = WasTouched
            ? await RetreatAsync()
            : await EndAsync(failure is PipelineException known ? known.ExitCode : ExitCode.Failed, $"{reason} Nothing that was live has changed.");
        return cancelled && outcome.ExitCode != ExitCode.RollbackFailed ? outcome with { ExitCode = ExitCode.Cancelled } : outcome;
    }

    /// <summary>Brings back every host that was touched, the last one first. One that fails does not keep the others. Only a lost lease ends it early.</summary>
    private async Task<DeployOutcome> RetreatAsync()
    {
        using var group = reporter.Group("bring back what was live");
        if (Record.Find<RetreatStarted>() is null)
        {
            await journal.AppendIfPossibleAsync(new RetreatStarted(), reporter);
        }

        var failures = new List<string>();
        foreach (var name in Touched())
        {
            var failure = Hosts.Find(host => host.Name == name) is { } host
                ? await host.RetreatAsync(lease.Lost)
                : $"{name}: it is no longer a host of {request.Stage}.";
            if (failure is not null)
            {
                failures.Add(failure);
                reporter.Error(new Problem(null, failure));
            }
        }

        return failures.Count > 0 ? await EndAstrayAsync(failures) : await EndBackAsync();
    }

    private async Task<DeployOutcome> EndAstrayAsync(IReadOnlyList<string> failures)
    {
        await journal.AppendIfPossibleAsync(new RollbackFailed(string.Join("; ", failures)), reporter);
        return await EndAsync(ExitCode.RollbackFailed, $"{Record.Failure?.TrimEnd('.')}. See to the hosts named here, then run `pipelines rollback --environment {request.Stage}`.");
    }

    private async Task<DeployOutcome> EndBackAsync()
    {
        var back = Record.Find<Retreated>()?.Release;
        await journal.AppendIfPossibleAsync(new RolledBack(back), reporter);
        return await EndAsync(ExitCode.RolledBack, $"{Record.Failure?.TrimEnd('.')}. {(back is null ? "Nothing was live before, and nothing is now." : $"Release {back} is live again.")}");
    }

    private async Task<DeployOutcome> EndAsync(ExitCode exitCode, string message)
    {
        await Task.WhenAll(announcer.TellAsync(request, Record, CancellationToken.None), page.CloseAsync(request, Record, CancellationToken.None));
        return new DeployOutcome(exitCode, message, Record);
    }

    /// <summary>What ends a deployment in an orderly way. Losing the lease does not: then someone else is at work.</summary>
    private bool IsFailure(Exception e) => !lease.Lost.IsCancellationRequested
        && e is HostFailureException or OperationCanceledException or PipelineException { ExitCode: not ExitCode.LeaseHeld };

    private List<HostRun>? _hosts;

    private List<HostRun> Hosts => _hosts ??= [.. targets.Select(target => new HostRun(target, Job(), journal, clock, reporter))];

    /// <summary>Names of hosts that are yet to be brought back, the last one touched first.</summary>
    private List<string> Touched() => [.. Record.All<Activating>().Select(activating => activating.Host)
        .Except(Record.All<Retreated>().Select(retreated => retreated.Host)).Reverse()];

    private HostJob Job() => new(
        request.App, request.Stage, Record.Id, lease.Token, Record.Request.Type, Record.Release!, Record.Request.Commit, Record.Request.Actor)
    { Secrets = secrets, Saved = _saved };

    private async Task ForEachAsync(string phase, Func<HostRun, Task> act)
    {
        using var group = reporter.Group(phase);
        foreach (var host in Hosts)
        {
            await act(host);
        }
    }

    private Task<bool> IsCommittedAsync() => AnyAsync(host => host.IsCommittedAsync(lease.Lost));

    /// <summary>False before the release is known: until then no host was asked for anything.</summary>
    private async Task<bool> AnyAsync(Func<HostRun, Task<bool>> test)
    {
        foreach (var host in Record.Release is null ? [] : Hosts)
        {
            if (await test(host))
            {
                return true;
            }
        }

        return false;
    }
}
