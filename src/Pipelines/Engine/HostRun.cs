using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>Carries a deployment out on one host, phase by phase, and back again.</summary>
internal sealed class HostRun(Target target, HostJob job, DeploymentJournal journal, TimeProvider clock, IReporter reporter)
{
    private HostPlan? _plan;
    private bool _hadLive;
    private bool _isDowntimeMeasured;
    private long? _stoppedAt;

    public string Name => target.Host.Name;

    /// <summary>True when the host has made this deployment its live one: there is no way back from there.</summary>
    public async Task<bool> IsCommittedAsync(CancellationToken cancellation) =>
        (await EnterAsync(cancellation)).Live?.Deployment == job.Deployment;

    /// <summary>True when the host serves the release already and proves it.</summary>
    public async Task<bool> ServesAsync(CancellationToken cancellation)
    {
        var live = (await EnterAsync(cancellation)).Live;
        return live?.Release == job.Release
            && (target.Spec.Health.Count == 0 || (await ApplyAsync(new HostAction.Prove(live.Slot, live.Release), cancellation)).Failure is null);
    }

    /// <summary>The release lies ready on the host.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var plan = await PlanAsync(cancellation);
        await RunAsync(plan.Prepare, cancellation);
        await journal.AppendOnceAsync(new Staged(Name, job.Release));
    }

    /// <summary>The release is served and proven.</summary>
    public async Task ActivateAsync(CancellationToken cancellation)
    {
        var plan = await PlanAsync(cancellation);
        if (plan.Activate.Count == 0)
        {
            return;
        }

        // Until here nothing has changed, and what lies here and is not what was staged is no reason to touch what runs.
        await RunAsync([.. plan.Activate.OfType<HostAction.Verify>()], cancellation);
        _isDowntimeMeasured = _hadLive && target.Spec.Strategy == Strategy.Restart && !journal.Record.All<Activating>().Any(earlier => earlier.Host == Name);
        await journal.AppendOnceAsync(new Activating(Name, job.Release, plan.Slot));
        var proof = await RunAsync([.. plan.Activate.Where(action => action is not HostAction.Verify)], cancellation);
        await journal.AppendAsync(new Activated(Name, job.Release, plan.Slot, proof, Downtime()));
        _stoppedAt = null;
    }

    /// <summary>The release is settled. From its first act on nothing goes back; what fails later is only told.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        var plan = await PlanAsync(cancellation);
        await RunAsync([plan.Commit[0]], cancellation);
        foreach (var action in plan.Commit.Skip(1))
        {
            await TryAsync(action, cancellation);
        }
    }

    /// <summary>The host serves again what it served before.</summary>
    /// <returns>What could not be brought back; null when all was.</returns>
    public async Task<string?> RetreatAsync(CancellationToken cancellation)
    {
        var slot = journal.Record.All<Activating>().Last(activating => activating.Host == Name).Slot;
        try
        {
            var state = await EnterAsync(cancellation);
            var actions = HostPlanner.Retreat(target.Spec, state, slot);
            foreach (var hook in actions.OfType<HostAction.RunHook>())
            {
                await TryAsync(hook, cancellation);
            }

            await RunAsync([.. actions.Where(action => action is not HostAction.RunHook)], cancellation);
            await journal.AppendIfPossibleAsync(new Retreated(Name, state.Live?.Release, Downtime()), reporter);
            return null;
        }
        catch (HostFailureException e)
        {
            return e.Message;
        }
        catch (PipelineException e) when (e.ExitCode != ExitCode.LeaseHeld)
        {
            return $"{Name}: {e.Message}";
        }
    }

    private async Task<HostPlan> PlanAsync(CancellationToken cancellation)
    {
        if (_plan is null)
        {
            var before = await EnterAsync(cancellation);
            _hadLive = before.Live is not null;
            _plan = HostPlanner.Deploy(target.Spec, before, job.Release, job.Deployment);
        }

        return _plan;
    }

    /// <summary>Runs acts until one fails; what they measured, for people.</summary>
    private async Task<string> RunAsync(IReadOnlyList<HostAction> actions, CancellationToken cancellation)
    {
        var proofs = new List<string>();
        foreach (var action in actions)
        {
            var outcome = await ApplyAsync(action, cancellation);
            if (outcome.Failure is { } failure)
            {
                throw new HostFailureException(Name, failure);
            }

            if (action is HostAction.Prove)
            {
                proofs.Add(outcome.Summary);
            }
        }

        return proofs.LastOrDefault() ?? "";
    }

    private Task<HostOutcome> ApplyAsync(HostAction action, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        reporter.Info($"{Name}: {action.Description}");
        if (action is HostAction.Stop && _isDowntimeMeasured)
        {
            _stoppedAt ??= clock.GetTimestamp();
        }

        return target.Host.ApplyAsync(action, job, reporter, cancellation);
    }

    private Task<HostState> EnterAsync(CancellationToken cancellation) => target.Host.EnterAsync(job, cancellation);

    /// <summary>An act whose failure no longer changes how the deployment ends.</summary>
    private async Task TryAsync(HostAction action, CancellationToken cancellation)
    {
        try
        {
            var outcome = await ApplyAsync(action, cancellation);
            if (outcome.Failure is { } failure)
            {
                reporter.Warning(new Problem(Name, $"{action.Description}: {failure}"));
            }
        }
        catch (PipelineException e) when (e.ExitCode != ExitCode.LeaseHeld)
        {
            reporter.Warning(new Problem(Name, $"{action.Description}: {e.Message}"));
        }
    }

    /// <summary>Null when nothing ran before, when old and new run side by side, and after an interruption: what happened in between nobody saw.</summary>
    private long? Downtime() => _stoppedAt is { } since ? (long)clock.GetElapsedTime(since).TotalMilliseconds : null;
}
