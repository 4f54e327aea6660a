using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Hosts.Targets;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>A host that takes part in a deployment. Each finished phase is an event, so that another process knows how far it
/// came.</summary>
internal sealed class HostParticipant(Target target, HostJob job, DeploymentJournal journal, TimeProvider clock, IReporter reporter)
    : IParticipant
{
    private HostJob? _claim;
    private HostPlan? _plan;
    private bool _hadLive;
    private string _proof = "";
    private bool _isDowntimeMeasured;
    private bool _isProven;
    private long? _stoppedAt;

    public string Name => target.Host.Name;

    public async Task<bool> IsCommittedAsync(CancellationToken cancellation) =>
        (await EnterAsync(cancellation)).Live?.Deployment == job.Deployment;

    public async Task<bool> ServesAsync(CancellationToken cancellation)
    {
        var live = (await EnterAsync(cancellation)).Live;
        return live?.Release == job.Release
            && ((target.Spec.Health.Count == 0 && target.Spec.Service is null) || live.IsAdopted
                || (await ApplyAsync(new HostAction.Prove(live.Slot, live.Release), cancellation)).Failure is null);
    }

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var plan = await PlanAsync(cancellation);
        await RunAsync(plan.Prepare, cancellation);
        await journal.AppendOnceAsync(new Staged(Name, job.Release));
    }

    public async Task ActivateAsync(CancellationToken cancellation)
    {
        var plan = await PlanAsync(cancellation);
        if (plan.Activate.Count == 0)
        {
            return; // committed before an interruption
        }

        if (await StillServesAsync(plan, cancellation))
        {
            return;
        }

        // Until here nothing has changed: a staged release that was damaged meanwhile is no reason to touch what runs.
        await RunAsync([.. plan.Activate.OfType<HostAction.Verify>()], cancellation);
        _isDowntimeMeasured = _hadLive && !target.Spec.Strategy.MovesTraffic
            && !journal.Record.All<Activating>().Any(earlier => earlier.Host == Name);
        await journal.AppendOnceAsync(new Activating(Name, job.Release, plan.Slot));
        _proof = await RunAsync([.. plan.Activate.Where(action => action is not HostAction.Verify)], cancellation);
    }

    public async Task ProveAsync(CancellationToken cancellation)
    {
        var plan = await PlanAsync(cancellation);
        if (plan.Activate.Count == 0 || _isProven)
        {
            return;
        }

        var proof = await RunAsync(plan.Prove, cancellation);
        WarnOfNoChecks();
        await journal.AppendAsync(new Activated(Name, job.Release, plan.Slot, proof.Length > 0 ? proof : _proof, Downtime()));
        _stoppedAt = null;
    }

    private void WarnOfNoChecks()
    {
        if (target.Spec.Health.Count == 0 && target.Spec.Service is not null)
        {
            reporter.Warning(new Problem(
                Name, "no health check is configured: it was verified that the service runs, and not that it works.",
                "Add `health` to the environment, such as `- http: http://127.0.0.1:{port}/`."));
        }
    }

    public async Task CommitAsync(CancellationToken cancellation)
    {
        var plan = await PlanAsync(cancellation);
        await RunAsync([plan.Commit[0]], cancellation);
        foreach (var action in plan.Commit.Skip(1))
        {
            await TryAsync(action, cancellation);
        }
    }

    public async Task<string?> RetreatAsync(CancellationToken cancellation)
    {
        var slot = journal.Record.All<Activating>().Last(activating => activating.Host == Name).Slot;
        try
        {
            var state = await EnterAsync(cancellation);
            var actions = Strategy.Retreat(target.Spec, state, slot);
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

    public async Task<HostPlan> PlanAsync(CancellationToken cancellation)
    {
        if (_plan is null)
        {
            var before = await EnterAsync(cancellation);
            _hadLive = before.Live is { IsAdopted: false };
            _plan = target.Spec.Strategy.Deploy(target.Spec, before, job.Release, job.Deployment);
        }

        return _plan;
    }

    /// <summary>Whether it went live and was proven before an interruption, and still proves it: then it is not restarted.</summary>
    private async Task<bool> StillServesAsync(HostPlan plan, CancellationToken cancellation)
    {
        if (!journal.Record.Serving.Contains(Name))
        {
            return false;
        }

        foreach (var proof in plan.Prove)
        {
            if ((await ApplyAsync(proof, cancellation)).Failure is not null)
            {
                return false;
            }
        }

        return _isProven = true;
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

        return OfHostAsync(() => target.Host.ApplyAsync(action, _claim!, reporter, cancellation));
    }

    private Task<HostState> EnterAsync(CancellationToken cancellation) => OfHostAsync(async () =>
    {
        _claim ??= await journal.ClaimAsync(target.Host, job, cancellation);
        return await target.Host.EnterAsync(_claim, cancellation);
    });

    /// <summary>What goes wrong there is not the store's fault.</summary>
    private static async Task<T> OfHostAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PipelineException e)
        {
            throw new HostErrorException(e);
        }
    }

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

    /// <summary>Null when nothing ran before, when old and new run side by side, and after an interruption: what happened in between nobody
    /// saw.</summary>
    private long? Downtime() => _stoppedAt is { } since ? (long)clock.GetElapsedTime(since).TotalMilliseconds : null;
}
