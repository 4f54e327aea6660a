using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Hosts.Targets;
using Pipelines.Packaging;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>One deployment under its lease: prepare everywhere, go live and prove wave by wave, commit everywhere; when anything fails
/// before the first commit, roll back what was touched.</summary>
internal sealed class DeploymentRun(
    DeployRequest request, DeploymentJournal journal, Fleet fleet, Audience audience, TimeProvider clock, IReporter reporter)
{
    private readonly Dictionary<string, IParticipant?> _participants = [];
    private Planned? _planned;
    private Rollout? _rollout;
    private PreparedRelease? _prepared;
    private bool _isCommitting;

    private DeploymentRecord Record => journal.Record;

    /// <summary>From the request, or from where an interruption left it, to the end.</summary>
    public async Task<DeployOutcome> DeployAsync(IReleaseSource source, bool isNew, CancellationToken cancellation)
    {
        if (Record.IsRetreating)
        {
            return await RetreatAsync();
        }

        if (!isNew && await IsCommittedAsync())
        {
            return await CommitAsync();
        }

        try
        {
            await BeginAsync(isNew, cancellation);
            await PackageAsync(source, cancellation);
            if (!WasTouched && !request.Again && await EndEarlyAsync(cancellation) is { } ended)
            {
                return ended;
            }

            await PrepareAsync(cancellation);
            if (!WasTouched && await request.AskAgain(cancellation) is { } closed)
            {
                return await CloseAsync(closed);
            }

            await ActivateAsync(cancellation);
            return await CommitAsync();
        }
        catch (Exception e) when (EndsInOrder(e))
        {
            return await FailAsync(e, cancellation);
        }
        catch (Exception e) when (MustRetreat(e))
        {
            await FailAsync(e, cancellation);
            throw;
        }
    }

    /// <summary>Blocks it before it has changed anything; what has changed already is rolled back.</summary>
    public async Task<DeployOutcome> BlockAsync(Blocked why)
    {
        if (WasTouched)
        {
            return await RecoverAsync(why.Explanation);
        }

        await journal.AppendAsync(why);
        return await EndAsync(ExitCode.Blocked, why.Explanation);
    }

    /// <summary>Ends a deployment that was interrupted and is not asked for again: forward when a host has committed it, else
    /// back.</summary>
    /// <param name="why">Why it is not resumed, as a sentence.</param>
    public async Task<DeployOutcome> RecoverAsync(string why)
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

    private async Task BeginAsync(bool isNew, CancellationToken cancellation)
    {
        if (await audience.BeginAsync(request, Record, isNew, cancellation) is { } page)
        {
            await journal.AppendAsync(new Shown(page));
        }

        await journal.ConfigureAsync(fleet.Settings);
    }

    private async Task PackageAsync(IReleaseSource source, CancellationToken cancellation)
    {
        if (Record.Release is null)
        {
            _prepared = await source.PrepareAsync(reporter, cancellation);
            await journal.AppendAsync(_prepared.Event);
        }
    }

    /// <summary>Ends it before any host is touched, when the release is known bad or live already; null to go on.</summary>
    private async Task<DeployOutcome?> EndEarlyAsync(CancellationToken cancellation)
    {
        var history = await journal.HistoryAsync(cancellation);
        LiveComparison.Tell(history, Record, reporter);
        return await RefuseKnownBadAsync(history) ?? await UnchangedAsync(history, cancellation);
    }

    /// <summary>A release that is known bad is not deployed again unasked; null when it is not.</summary>
    private async Task<DeployOutcome?> RefuseKnownBadAsync(DeploymentHistory history) =>
        history.Condemnation(Record.Release!, fleet.Settings) is { } condemned
            ? await BlockAsync(new Blocked("condemned", DeploymentText.KnownBad(condemned, fleet.Settings), NextOpen: null))
            : null;

    /// <summary>Ends it when every host serves the release already; null when one does not, and then those that do are not
    /// touched.</summary>
    private async Task<DeployOutcome?> UnchangedAsync(DeploymentHistory history, CancellationToken cancellation)
    {
        var serving = history.IsUncertain || !DeploySettings.AreSame(history.Live?.Find<Configured>()?.Settings, fleet.Settings)
            ? [] : await Rollout.ServingAsync(cancellation);
        if (serving.Count < fleet.Targets.Count)
        {
            (_planned, _rollout) = (PlanWithout(serving), null);
            return null;
        }

        await journal.AppendAsync(new Completed(Record.Release!, Unchanged: true));
        return await EndAsync(ExitCode.Passed, $"release {Record.Release} is already live; nothing was changed.");
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        using var group = reporter.Group("prepare");
        if (fleet.Targets.Count > 1 && Record.Find<Planned>() is null)
        {
            await journal.AppendAsync(Planned);
        }

        await Rollout.PrepareAsync(cancellation);
    }

    /// <summary>The gate has closed before a host was switched.</summary>
    private async Task<DeployOutcome> CloseAsync(Blocked closed)
    {
        await journal.AppendAsync(Record.Find<Queued>() is { } queued
            ? queued with { Code = closed.Code, Explanation = closed.Explanation, NextOpen = closed.NextOpen }
            : closed);
        return await EndAsync(ExitCode.Blocked,
            $"{closed.Explanation} It closed before a host was switched: the live release is unchanged.");
    }

    private async Task ActivateAsync(CancellationToken cancellation)
    {
        using var group = reporter.Group("activate");
        await Rollout.ActivateAsync(cancellation);
    }

    /// <summary>From here on nothing goes back, so nothing is given up unless the lease is lost.</summary>
    private async Task<DeployOutcome> CommitAsync()
    {
        using (reporter.Group("commit"))
        {
            _isCommitting = true;
            await Rollout.CommitAsync(Lost);
        }

        await journal.AppendAsync(new Completed(Record.Release!, Unchanged: false));
        return await EndAsync(ExitCode.Passed,
            $"release {Record.Release} is live in {request.Environment}.{DeploymentText.LeftOut(Record)}");
    }

    private async Task<DeployOutcome> FailAsync(Exception failure, CancellationToken cancellation)
    {
        var isCancelled = failure is OperationCanceledException && cancellation.IsCancellationRequested;
        var reason = isCancelled ? "it was cancelled." : failure.Message;
        if (WasTouched)
        {
            reporter.Error(new Problem(null, reason)); // the way back takes its time; without one the end says it
        }

        if (_isCommitting && await IsCommittedAsync())
        {
            throw new PipelineException(
                $"release {Record.Release} is served and verified on all hosts, but that could not be recorded everywhere: {reason}",
                "Run the same command again.");
        }

        var blame = IsForTheRest ? Blame.Host : await journal.BlameAsync(failure);
        await journal.AppendIfPossibleAsync(new Failed(reason, blame == Blame.Release, Retreat: WasTouched) { Blame = blame }, reporter);
        var outcome = WasTouched
            ? await RetreatAsync()
            : await EndAsync((failure as PipelineException)?.ExitCode ?? ExitCode.Failed,
                $"{reason} The live release is unchanged.{DeploymentText.Advice(blame)}");
        return isCancelled && outcome.ExitCode != ExitCode.RollbackFailed ? outcome with { ExitCode = ExitCode.Cancelled } : outcome;
    }

    /// <summary>Rolls back every participant that was touched. Only a lost lease ends it early.</summary>
    private async Task<DeployOutcome> RetreatAsync()
    {
        using var group = reporter.Group("roll back");
        if (Record.Find<RetreatStarted>() is null)
        {
            await journal.AppendIfPossibleAsync(new RetreatStarted(), reporter);
        }

        var failures = await Rollout.RetreatAsync(Participant, Lost);
        foreach (var failure in failures)
        {
            reporter.Error(new Problem(null, failure));
        }

        return failures.Count > 0 ? await EndUncertainAsync(failures) : await EndBackAsync();
    }

    private async Task<DeployOutcome> EndUncertainAsync(IReadOnlyList<string> failures)
    {
        await journal.AppendIfPossibleAsync(new RollbackFailed(string.Join("; ", failures)), reporter);
        return await EndAsync(
            ExitCode.RollbackFailed,
            $"{DeploymentText.FirstLine(Record.Failure)} Check the hosts named here, then run "
                + $"`pipelines rollback --environment {request.Environment}`.");
    }

    private async Task<DeployOutcome> EndBackAsync()
    {
        var back = Record.Find<Retreated>()?.Release;
        await journal.AppendIfPossibleAsync(new RolledBack(back), reporter);
        var now = IsForTheRest ? "The other hosts serve it."
            : back is null ? "No release was live before: each host serves what it served before." : $"Release {back} is live again.";
        return await EndAsync(ExitCode.RolledBack,
            $"{DeploymentText.FirstLine(Record.Failure)} {now}{DeploymentText.Advice(Record.Find<Failed>()?.Blame)}");
    }

    private async Task<DeployOutcome> EndAsync(ExitCode exitCode, string message)
    {
        await audience.EndAsync(request, Record);
        return new DeployOutcome(exitCode, message, Record);
    }

    private CancellationToken Lost => journal.Lease.Lost;
    private bool WasTouched => Record.Find<Activating>() is not null;

    /// <summary>What ends a deployment in an orderly way. Losing the lease does not: then someone else is at work.</summary>
    private bool EndsInOrder(Exception e) => !Lost.IsCancellationRequested
        && e is HostFailureException or OperationCanceledException or PipelineException { ExitCode: not ExitCode.LeaseHeld };

    /// <summary>A defect of ours leaves no unproven release behind either.</summary>
    private bool MustRetreat(Exception e) => !Lost.IsCancellationRequested && e is not PipelineException && WasTouched && !_isCommitting;

    /// <summary>Whether the other hosts have served the release all along.</summary>
    private bool IsForTheRest => Planned.Waves.Sum(wave => wave.Count) < fleet.Targets.Count;

    /// <summary>As recorded, or else as the configuration file says.</summary>
    private Planned Planned => Record.Find<Planned>() ?? (_planned ??= PlanWithout([]));

    private Rollout Rollout => _rollout ??= new Rollout(RolloutPlan.Of(Planned, Participant), journal, reporter);

    private Planned PlanWithout(IReadOnlyCollection<string> serving)
    {
        var (spec, count) = (fleet.Rollout, fleet.Targets.Count);
        var names = fleet.Targets.Select(target => target.Host.Name).Except(serving);
        return new Planned(spec.Of([.. names], Record.Id), spec.MaxFailed.Of(count), spec.MaxUnreachable.Of(count));
    }

    private IParticipant? Participant(string name)
    {
        if (!_participants.TryGetValue(name, out var participant))
        {
            participant = fleet.Find(name) is { } target ? new HostParticipant(target, Job(), journal, clock, reporter) : null;
            _participants.Add(name, participant);
        }

        return participant;
    }

    private HostJob Job() => new(
        request.App, request.Environment, Record.Id, journal.Lease.Token, Record.Request.Type, Record.Release!,
        Record.Request.Commit, Record.Request.Actor)
    { Secrets = fleet.Secrets, Saved = _prepared?.Saved, AdoptsHost = request.AdoptsHost };

    /// <summary>False before the last host has proven the release: none was asked to commit until then.</summary>
    private async Task<bool> IsCommittedAsync() =>
        WasTouched && (Record.Find<Planned>() is null || Rollout.IsProven) && await Rollout.IsCommittedAsync(Lost);
}
