using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Hosts.Programs;
using Pipelines.Model;
using Pipelines.Hosts.Facts;
using Pipelines.Reporting;
using static Pipelines.Hosts.HostAction;

namespace Pipelines.Tests.Engine;

/// <summary>A host in memory. It is strict: what would fail on a real one fails here.</summary>
internal sealed class FakeHost(string name, DeploymentWorld world) : IHost
{
    private readonly SortedSet<string> _staged = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _running = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _slots = new(StringComparer.Ordinal);
    private string? _route;
    private LiveRelease? _live;
    private string? _adopted;
    private long _token;
    private LogIdentity? _log;

    /// <summary>The last event that it was told of.</summary>
    public LogHead? Head { get; private set; }

    public string Name => name;

    /// <summary>Everything that users and operators would see, tokens and ids left out.</summary>
    public string State =>
        $"{name}: live {_live?.Release ?? "-"} in {_live?.Slot ?? "-"}; slots "
            + $"{string.Join(' ', _slots.Select(slot => $"{slot.Key}={slot.Value}"))}; "
        + $"running {string.Join(' ', _running)}; route {_route ?? "-"}";

    /// <summary>What an earlier tool left.</summary>
    public EarlierRelease? Earlier { get; set; }

    /// <summary>The release that users meet; "nothing" when none, and a complaint when more than one runs.</summary>
    public string Serves => _running.Count > 1
        ? "too much" : _running.SingleOrDefault() is { } slot && (world.IsRestart || _route == slot) ? _slots[slot] : "nothing";

    /// <summary>Nothing runs any more.</summary>
    public void Reboot() => _running.Clear();

    public Task<HostState> InspectAsync(CancellationToken cancellation)
    {
        Answer();
        return Task.FromResult(new HostState(_live, _token, [.. _staged])
        {
            Log = _log,
            Head = Head,
            Adopted = _adopted,
            Earlier = _live is { IsAdopted: false } ? null : Earlier,
        });
    }

    public Task<HostState> InspectAsync(HostJob job, CancellationToken cancellation) => InspectAsync(cancellation);

    public Task<HostFacts> ExamineAsync(CancellationToken cancellation) => Task.FromResult(HostFacts.Parse(""));

    public Task<HostState> EnterAsync(HostJob job, CancellationToken cancellation)
    {
        Answer();
        Check(job);
        return InspectAsync(cancellation);
    }

    public async Task<HostOutcome> ApplyAsync(HostAction action, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        world.MustLive();
        Answer();
        Check(job);
        await world.Before(name, action);
        world.Actions.Add($"{name}: {action.Description}");
        var isFaulty = world.Actions.Count == world.Fault.At;
        if ((world.Fault.Always(name, action) ?? (isFaulty ? world.Fault.Before(action, cancellation) : null)) is { } instead)
        {
            return instead;
        }

        var outcome = Act(action, job);
        if (isFaulty)
        {
            world.Fault.After();
        }

        return outcome;
    }

    public Task<HostEnding> RunAsync(HostProgram program, HostJob? job, IReporter reporter, CancellationToken cancellation)
    {
        Answer();
        world.Actions.Add($"{name}: {program.Description}");
        return Task.FromResult(new HostEnding(0, ""));
    }

    public Task<int> ShellAsync(CancellationToken cancellation) => throw new NotSupportedException();

    private void Answer()
    {
        if (world.Down.Contains(name))
        {
            throw new HostUnreachableException($"{name}: the host cannot be reached.", hint: null);
        }
    }

    private void Check(HostJob job)
    {
        if (job.AcceptsHistory && job.Continues == Head)
        {
            (_token, Head) = (0, null);
        }
        else if (_log is not null && _log.Id != job.Log?.Id)
        {
            throw new PipelineException([LostHead.Stranger(name, _log, $"{job.Log}")]);
        }

        if (job.Token > _token && Head is { } kept && kept != job.Continues)
        {
            throw new PipelineException([LostHead.Problem(name, kept)]);
        }

        _token = job.Token >= _token ? job.Token : throw new PipelineException("stale token", exitCode: ExitCode.LeaseHeld);
        (_log, Head) = (job.Log, job.Head);
    }

    private HostOutcome Act(HostAction action, HostJob job)
    {
        switch (action)
        {
            case Adopt adopt:
                _adopted = adopt.Release;
                _live = new LiveRelease(adopt.Release, "main", job.Deployment) { IsAdopted = true };
                break;
            case Stage stage:
                _staged.Add(stage.Release);
                break;
            case Stop stop:
                _running.Remove(stop.Slot);
                break;
            case Point point:
                Assert.Contains(point.Release, _staged);
                Assert.DoesNotContain(point.Slot, _running);
                _slots[point.Slot] = point.Release;
                break;
            case Clear clear:
                Assert.DoesNotContain(clear.Slot, _running);
                _slots.Remove(clear.Slot);
                break;
            case Start start:
                Assert.True(_slots.ContainsKey(start.Slot) && _running.Add(start.Slot), "started twice, or empty");
                break;
            case Prove prove:
                return world.Broken.Contains(prove.Release) || !_running.Contains(prove.Slot) || _slots[prove.Slot] != prove.Release
                    ? new HostOutcome("", "it does not respond.")
                    : new HostOutcome("it answers.");
            case Hold hold:
                _route = hold.Slot;
                break;
            case Route route:
                _route = route.Slot;
                break;
            case Commit commit:
                _live = new LiveRelease(commit.Release, commit.Slot, job.Deployment) { IsAdopted = commit.Release == _adopted };
                break;
        }

        return HostOutcome.Done;
    }
}
