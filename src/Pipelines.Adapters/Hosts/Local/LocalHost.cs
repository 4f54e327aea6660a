using Pipelines.Adapters.Hosts.Services;
using Pipelines.Adapters.Hosts.Traffic;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Services;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Processes;
using Pipelines.Reporting;
using static Pipelines.Hosts.HostAction;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>The engine on the host itself: carries out one act at a time below the app's root.</summary>
internal sealed class LocalHost(
    string name, HostSpec spec, HostReleases releases, HealthProver prover, IProcessRunner processes, TimeProvider clock) : IHost
{
    private readonly HostLayout _layout = new(spec.Root);
    private readonly HostStore _memory = new(new HostLayout(spec.Root), clock);
    private readonly HostPlaces _places = new(name, new HostLayout(spec.Root), spec);
    private readonly SlotServices _services = new(name, new HostLayout(spec.Root), spec, processes, clock);

    public string Name => name;

    /// <summary>Told what it waits for; knows which values are masked. Null for nobody.</summary>
    public IReporter? Reporter { init => _memory.Reporter = value; }

    private PastKeeper Past => new(_layout, spec, _memory, _services);

    public Task<HostState> InspectAsync(CancellationToken cancellation) =>
        GuardAsync("tell how it stands", () => Task.FromResult(State(_memory.Read())));

    public Task<HostState> EnterAsync(HostJob job, CancellationToken cancellation) =>
        GuardAsync("tell how it stands", async () =>
    {
        if (File.Exists(_layout.StateFile))
        {
            _places.RequireRecords();
        }
        else
        {
            _places.Require(job.Release); // before anything of ours is there
        }

        return State(await _memory.ChangeAsync(job, memory => memory, cancellation));
    });

    public Task<HostOutcome> ApplyAsync(HostAction action, HostJob job, IReporter reporter, CancellationToken cancellation) =>
        GuardAsync(action.Description, async () =>
    {
        await _memory.ChangeAsync(job, memory => memory, cancellation);
        _memory.Note(job, action.Description, outcome: null);
        var outcome = (await ActAsync(action, job, reporter, cancellation)).Map(_memory.Redact);
        _memory.Note(job, action.Description, outcome.Failure ?? "done");
        return outcome;
    });

    private async Task<T> GuardAsync<T>(string what, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"{name}: cannot {what}: {e.Message}",
                "Check space and permissions on the host, then run the same command again.", inner: e);
        }
    }

    private HostState State(HostMemory memory) =>
        new(memory.Live, memory.Token, releases.Ready()) { Log = memory.Log, Head = memory.Head };

    private async Task<HostOutcome> ActAsync(HostAction action, HostJob job, IReporter reporter, CancellationToken cancellation) =>
        action switch
    {
        Stage stage => await StageAsync(stage.Release, job, reporter, cancellation),
        Verify verify => await VerifyAsync(verify.Release, cancellation),
        RunHook hook => await HookAsync(hook, job, reporter, cancellation),
        Stop stop => await StopAsync(View(stop.Slot, job), job, cancellation),
        Point point => await PointAsync(point, View(point.Slot, job), job, cancellation),
        Clear clear => await ClearAsync(View(clear.Slot, job), job, cancellation),
        Start start => await StartAsync(View(start.Slot, job), job, cancellation),
        Prove prove => await ProveAsync(View(prove.Slot, job), prove.Release, reporter, cancellation),
        Route route => await RouteAsync(route.Slot, job, reporter, cancellation),
        Drain drain => await DrainAsync(View(drain.Slot, job), drain.For, cancellation),
        Commit commit => await CommitAsync(commit, job, cancellation),
        RunTask task => await RunTaskAsync(task, job, reporter, cancellation),
        Prune prune => await PruneAsync(prune.Keep, job, reporter, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "unknown act"),
    };

    private async Task<HostOutcome> StageAsync(string release, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        _places.Require(release);
        return await releases.StageAsync(release, job.Saved, View(spec.Slots[0].Name, job), reporter, cancellation);
    }

    /// <summary>What lies here and is not what was staged is at fault as a release is that does not work.</summary>
    private async Task<HostOutcome> VerifyAsync(string release, CancellationToken cancellation)
    {
        await releases.VerifyAsync(release, new NativeFiles(), cancellation);
        return HostOutcome.Done;
    }

    private SlotView View(string slot, HostJob job) => new(_layout, spec.SlotOf(slot), job);

    private async Task<HostOutcome> HookAsync(RunHook action, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        var (hook, name) = (spec.Hooks[action.At], HookPoints.Names[action.At]);
        var (_, live, earlier) = _memory.Read();
        var previous = live?.Deployment == job.Deployment ? earlier : live;
        var slot = View(action.Slot, job);
        var variables = new Dictionary<string, string>(slot.Variables(spec, job.Release))
        {
            [HostVariables.Hook] = name,
            [HostVariables.PreviousRelease] = previous?.Release ?? "",
            [HostVariables.DeploymentType] = job.Type.WireName(),
            [HostVariables.Actor] = job.Actor ?? "",
            [HostVariables.Root] = _layout.Root,
            [HostVariables.ReleaseDirectory] = _layout.Release(job.Release),
        };
        var result =
            await processes.RunAsync(slot.Command(hook.Command, job.Release, variables) with { TimeLimit = hook.Within }, reporter.Info,
                cancellation);
        return result.Succeeded ? HostOutcome.Done : new HostOutcome("", $"hook {name} {ProcessEnding.Of(result, hook.Within)}");
    }

    private async Task<HostOutcome> StopAsync(SlotView slot, HostJob job, CancellationToken cancellation)
    {
        var past = await Past.RecordAsync(slot, job, cancellation);
        if (slot.Release is not null)
        {
            await _services.Of(slot).StopAsync(cancellation);
        }
        else if (past is { Running: true } || spec.Service is ServiceSpec.Process)
        {
            await _services.OfPast(slot, job.Release, past?.Directory).StopAsync(cancellation);
        }

        return HostOutcome.Done;
    }

    private async Task<HostOutcome> PointAsync(Point point, SlotView slot, HostJob job, CancellationToken cancellation)
    {
        if (!releases.IsReady(point.Release))
        {
            throw new PipelineException($"{name}: release {point.Release} is not staged in {_layout.Releases}.",
                "Deploy it again; the store still has it.");
        }

        var environment = _layout.Environment(point.Deployment, point.Slot);
        Durable.CreateDirectory(_layout.Environments, HostLayout.OwnerOnly);
        Durable.CreateDirectory(Path.GetDirectoryName(_layout.SlotLink(point.Slot))!, HostLayout.Readable);
        if (point.Deployment == job.Deployment)
        {
            EnvironmentFile.Write(environment, slot.Variables(spec, point.Release));
        }
        else if (!File.Exists(environment))
        {
            throw new PipelineException($"{name}: {environment} is missing; it has the variables of release {point.Release}.",
                "Deploy it again.");
        }

        await Past.RecordAsync(slot, job, cancellation);
        await _memory.ChangeAsync(job, memory =>
        {
            AtomicFiles.Link(_layout.SlotEnvironment(point.Slot), environment);
            AtomicFiles.Link(_layout.SlotLink(point.Slot),
                Path.GetRelativePath(Path.GetDirectoryName(_layout.SlotLink(point.Slot))!, _layout.Release(point.Release)));
            return memory;
        }, cancellation);
        return HostOutcome.Done;
    }

    private async Task<HostOutcome> ClearAsync(SlotView slot, HostJob job, CancellationToken cancellation)
    {
        var past = await Past.RecordAsync(slot, job, cancellation);
        await _memory.ChangeAsync(job, memory =>
        {
            PastKeeper.PutBack(_layout.SlotLink(slot.Slot.Name), past);
            PastKeeper.PutBack(_layout.SlotEnvironment(slot.Slot.Name), past);
            return memory;
        }, cancellation);
        await Past.ResumeAsync(past, slot, job, cancellation);
        return HostOutcome.Done;
    }

    private async Task<HostOutcome> StartAsync(SlotView slot, HostJob job, CancellationToken cancellation)
    {
        var service = _services.Of(slot);
        await _services.ClearWayAsync(service, slot, cancellation);
        await _memory.ChangeAsync(job, memory => memory, cancellation); // that may have taken a while
        return await service.StartAsync(cancellation) is { } failure
            ? new HostOutcome("", await WithLogAsync(failure, service, cancellation))
            : HostOutcome.Done;
    }

    private async Task<HostOutcome> ProveAsync(SlotView slot, string release, IReporter reporter, CancellationToken cancellation)
    {
        var placeholders = slot.Placeholders(release);
        var service = spec.Service is null ? null : _services.Of(slot);
        var verdict = await prover.ProveAsync(
            [.. spec.Health.Select(check => InRelease(check.Expand(placeholders), slot, release))],
            stop => service is null ? Task.FromResult<string?>(null) : service.DeathAsync(stop),
            reporter,
            cancellation);
        return verdict.Healthy
            ? new HostOutcome(verdict.Explanation)
            : new HostOutcome("", service is null ? verdict.Explanation : await WithLogAsync(verdict.Explanation, service, cancellation));
    }

    /// <summary>A command runs in the release with the variables of its slot, as the service does.</summary>
    private static HealthCheck InRelease(HealthCheck check, SlotView slot, string release) =>
        check is CommandCheck { Command: var command } own
        ? own with { Command = slot.Program([command.FileName, .. command.Arguments], release, slot.Environment) }
        : check;

    private async Task<HostOutcome> RouteAsync(string? slot, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        if (slot is null)
        {
            await Past.RouteBackAsync(job, cancellation);
            return HostOutcome.Done;
        }

        var view = View(slot, job);
        await Past.RecordAsync(view, job, cancellation);
        await Traffic.AskAsync(view, reporter, cancellation);
        await _memory.ChangeAsync(job, memory =>
        {
            Traffic.Point(view);
            if (spec.Strategy.MovesTraffic && view.Release is { } current)
            {
                AtomicFiles.Link(_layout.Current, Path.GetRelativePath(_layout.Root, _layout.Release(current)));
            }

            return memory;
        }, cancellation);
        return HostOutcome.Done;
    }

    private ITraffic Traffic => TrafficSwitch.Of(spec.Traffic, name, processes);

    private async Task<HostOutcome> DrainAsync(SlotView slot, TimeSpan time, CancellationToken cancellation)
    {
        if (slot.Release is not null && time > TimeSpan.Zero && await _services.Of(slot).DeathAsync(cancellation) is null)
        {
            await clock.WaitAsync(time, cancellation);
        }

        return HostOutcome.Done;
    }

    private async Task<HostOutcome> CommitAsync(Commit commit, HostJob job, CancellationToken cancellation)
    {
        await _memory.ChangeAsync(
            job,
            memory => memory.Live?.Deployment == job.Deployment ? memory : memory with
            {
                Past = null,
                Live = new LiveRelease(commit.Release, commit.Slot, job.Deployment),
                Previous = memory.Live?.Release == commit.Release ? memory.Previous : memory.Live,
            },
            cancellation);
        return HostOutcome.Done;
    }

    private async Task<HostOutcome> RunTaskAsync(RunTask task, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        if (_memory.Read().Live is not { } live)
        {
            return new HostOutcome("", "nothing is live, so there is no release to run it in.");
        }

        var slot = View(live.Slot, job);
        var result =
            await processes.RunAsync(slot.Command(task.Command, live.Release, slot.Environment) with { TimeLimit = task.Within },
                reporter.Info, cancellation);
        return result.Succeeded ? HostOutcome.Done : new HostOutcome("", $"task {task.Name} {ProcessEnding.Of(result, task.Within)}");
    }

    private async Task<HostOutcome> PruneAsync(int keep, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        await new HostCleanup(name, _layout, releases, _memory).PruneAsync(keep, job, reporter, cancellation);
        return HostOutcome.Done;
    }

    private static async Task<string> WithLogAsync(string failure, IService service, CancellationToken cancellation) =>
        await service.LogTailAsync(cancellation) is { Length: > 0 } log ? $"{failure}\nThe end of its log:\n{log}" : failure;
}
