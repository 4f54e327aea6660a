using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Reporting;
using static Pipelines.History.DeploymentEvent;

namespace Pipelines.Deployments;

/// <summary>One deployment under its lease: prepare all hosts, activate each, commit all; on any failure bring back those that were touched.</summary>
internal sealed class DeploymentRun(
    DeployRequest request, DeploymentJournal journal, Lease lease, EventLog log, IReadOnlyList<Target> targets,
    IReadOnlyDictionary<string, Secret> secrets, IAnnouncer announcer, TimeProvider clock, IReporter reporter)
{
    private DeploymentRecord Record => journal.Record;

    /// <summary>From the release to the end.</summary>
    public async Task<DeployOutcome> PerformAsync(IReleaseSource source, CancellationToken cancellation)
    {
        await announcer.TellAsync(request, Record, cancellation);
        try
        {
            await PackageAsync(source, cancellation);
            return await RefusalAsync() ?? await UnchangedAsync(cancellation) ?? await RollOutAsync(cancellation);
        }
        catch (Exception e) when (IsFailure(e))
        {
            return await FailAsync(e, cancellation);
        }
    }

    /// <summary>Goes on with a deployment that was interrupted: forward, or back when it was on its way back.</summary>
    public Task<DeployOutcome> ContinueAsync(IReleaseSource source, CancellationToken cancellation) =>
        Record.IsRetreating ? RetreatAsync(CancellationToken.None) : PerformAsync(source, cancellation);

    /// <summary>Ends a deployment that was interrupted and is no longer wanted: forward when a host has committed it, else back.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        if (!Record.IsRetreating && await AnyAsync(host => host.IsCommittedAsync(cancellation)))
        {
            await CommitAsync(cancellation);
            return;
        }

        if (!Record.IsRetreating)
        {
            await journal.AppendAsync(new Failed("it was interrupted, and another release was asked for.", Condemned: false, Retreat: WasTouched));
        }

        if (Record.IsRetreating && (await RetreatAsync(CancellationToken.None)).ExitCode == ExitCode.RollbackFailed)
        {
            throw new PipelineException(
                $"deployment {Record.Id} could not be undone: {Record.Failure}", "See to the hosts named above, then deploy again.", ExitCode.RollbackFailed);
        }
    }

    private bool WasTouched => Record.Find<Activating>() is not null;

    private async Task PackageAsync(IReleaseSource source, CancellationToken cancellation)
    {
        var release = await source.PrepareAsync(reporter, cancellation);
        if (Record.Release is null)
        {
            await journal.AppendAsync(new Packaged(release.Id, release.Files, release.Bytes, release.SentBytes));
        }
    }

    /// <summary>A release that was found to be at fault is not deployed again unasked.</summary>
    private async Task<DeployOutcome?> RefusalAsync()
    {
        var history = new DeploymentHistory(await log.ReadAsync(CancellationToken.None));
        if (request.Again || WasTouched || history.Condemnation(Record.Release!) is not { } condemned || condemned.Id == Record.Id)
        {
            return null;
        }

        var why = $"release {Record.Release} was found to be at fault by deployment {condemned.Id}: {condemned.Failure ?? "it was rolled back from."} Use --again to deploy it all the same.";
        await journal.AppendAsync(new Blocked("condemned", why, NextOpen: null));
        return await EndAsync(ExitCode.Blocked, why);
    }

    private async Task<DeployOutcome?> UnchangedAsync(CancellationToken cancellation)
    {
        if (request.Again || WasTouched || !await AllAsync(host => host.ServesAsync(cancellation)))
        {
            return null;
        }

        await journal.AppendAsync(new Completed(Record.Release!, Unchanged: true));
        return await EndAsync(ExitCode.Passed, $"release {Record.Release} is live already; nothing was changed.");
    }

    private async Task<DeployOutcome> RollOutAsync(CancellationToken cancellation)
    {
        await ForEachAsync("prepare", host => host.PrepareAsync(cancellation));
        await ForEachAsync("activate", host => host.ActivateAsync(cancellation));
        return await CommitAsync(cancellation);
    }

    private async Task<DeployOutcome> CommitAsync(CancellationToken cancellation)
    {
        await ForEachAsync("commit", host => host.CommitAsync(cancellation));
        await journal.AppendAsync(new Completed(Record.Release!, Unchanged: false));
        return await EndAsync(ExitCode.Passed, $"release {Record.Release} is live in {request.Stage}.");
    }

    private async Task<DeployOutcome> FailAsync(Exception failure, CancellationToken cancellation)
    {
        var cancelled = failure is OperationCanceledException;
        var reason = cancelled ? "it was cancelled." : failure.Message;
        reporter.Error(new Problem(null, reason));
        if (await AnyAsync(host => host.IsCommittedAsync(CancellationToken.None)))
        {
            throw new PipelineException(
                $"release {Record.Release} is live on some hosts and proven on all, but could not be committed everywhere: {reason}", "Run the same command again.");
        }

        await journal.AppendAsync(new Failed(reason, Condemned: failure is HostFailureException && request.Type != "rollback", Retreat: WasTouched));
        var outcome = WasTouched
            ? await RetreatAsync(CancellationToken.None)
            : await EndAsync(failure is PipelineException known ? known.ExitCode : ExitCode.Failed, $"{reason} Nothing that was live has changed.");
        return cancelled && cancellation.IsCancellationRequested && outcome.ExitCode != ExitCode.RollbackFailed
            ? outcome with { ExitCode = ExitCode.Cancelled }
            : outcome;
    }

    /// <summary>Brings back every host that was touched, the last one first. One that fails does not keep the others.</summary>
    private async Task<DeployOutcome> RetreatAsync(CancellationToken cancellation)
    {
        using var group = reporter.Group("bring back what was live");
        await journal.AppendOnceAsync(new RetreatStarted());
        var failures = new List<string>();
        foreach (var host in Touched().Reverse())
        {
            if (await host.RetreatAsync() is { } failure)
            {
                failures.Add(failure);
                reporter.Error(new Problem(null, failure));
            }
        }

        cancellation.ThrowIfCancellationRequested();
        if (failures.Count > 0)
        {
            await journal.AppendAsync(new RollbackFailed(string.Join("; ", failures)));
            return await EndAsync(ExitCode.RollbackFailed, $"{Record.Failure} See to the hosts named here, then run `pipelines rollback --environment {request.Stage}`.");
        }

        var back = Record.Find<Retreated>()?.Release;
        await journal.AppendAsync(new RolledBack(back));
        return await EndAsync(ExitCode.RolledBack, $"{Record.Failure} {(back is null ? "Nothing was live before, and nothing is now." : $"Release {back} is live again.")}");
    }

    private async Task<DeployOutcome> EndAsync(ExitCode exitCode, string message)
    {
        await announcer.TellAsync(request, Record, CancellationToken.None);
        return new DeployOutcome(exitCode, message, Record);
    }

    /// <summary>What ends a deployment in an orderly way. Losing the lease does not: then someone else is at work.</summary>
    private bool IsFailure(Exception e) => !lease.Lost.IsCancellationRequested
        && (e is HostFailureException or OperationCanceledException || (e is PipelineException { ExitCode: not ExitCode.LeaseHeld }));

    private List<HostRun>? _hosts;

    private List<HostRun> Hosts => _hosts ??= [.. targets.Select(target => new HostRun(target, Job(), journal, clock, reporter))];

    private IEnumerable<HostRun> Touched()
    {
        var touched = Record.All<Activating>().Select(activating => activating.Host).Except(Record.All<Retreated>().Select(retreated => retreated.Host)).ToHashSet();
        return Hosts.Where((_, i) => touched.Contains(targets[i].Host.Name));
    }

    private HostJob Job() => new(
        request.App, request.Stage, Record.Id, lease.Token, Record.Request.Type, Record.Release!, Record.Request.Commit, Record.Request.Actor) { Secrets = secrets };

    private async Task ForEachAsync(string phase, Func<HostRun, Task> act)
    {
        using var group = reporter.Group(phase);
        foreach (var host in Hosts)
        {
            await act(host);
        }
    }

    private async Task<bool> AllAsync(Func<HostRun, Task<bool>> test) => !await AnyAsync(async host => !await test(host));

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
