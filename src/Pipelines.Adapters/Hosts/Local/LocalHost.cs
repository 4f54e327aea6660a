using Pipelines.Adapters.Hosts.Services;
using Pipelines.Adapters.Hosts.Traffic;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Processes;
using Pipelines.Errors;
using Pipelines.Health;
using Pipelines.Hosts;
using Pipelines.Hosts.Facts;
using Pipelines.Hosts.Programs;
using Pipelines.Hosts.Services;
using Pipelines.Processes;
using Pipelines.Reporting;
using static Pipelines.Hosts.HostAction;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>The engine on the host itself: carries out one act at a time below the app's root.</summary>
internal sealed class LocalHost(
    string name, SpecKeeper specs, HostReleases releases, HealthProver prover, IProcessRunner processes, TimeProvider clock) : IHost
{
    private readonly HostLayout _layout = new(specs.Today.Root);
    private readonly HostStore _memory = new(new HostLayout(specs.Today.Root), clock);
    private readonly HostPlaces _places = new(name, new HostLayout(specs.Today.Root), specs.Today);
    private readonly SlotServices _services = new(name, new HostLayout(specs.Today.Root), processes, clock);

    public string Name => name;

    /// <summary>Told what it waits for; knows which values are masked. Null for nobody.</summary>
    public IReporter? Reporter { init => _memory.Reporter = value; }

    private PastKeeper Past => new(_layout, specs.Today, _memory, _services);

    private HostCommands Commands => new(_layout, _memory, processes);

    public Task<HostState> InspectAsync(CancellationToken cancellation) =>
        GuardAsync("tell how it stands", () => Task.FromResult(State(_memory.Read())));

    public Task<HostState> InspectAsync(HostJob job, CancellationToken cancellation) =>
        GuardAsync("tell how it stands", async () =>
    {
        if (job.Release.Length > 0)
        {
            _memory.RequireOwner(job);
            _places.Require(job.Release);
        }

        var service = LiveService(job);
        return State(_memory.Read()) with
        {
            Earlier = await Past.FindAsync(job, cancellation),
            Stopped = service is null ? null : await service.DeathAsync(cancellation),
            Restarts = service is null ? 0 : await service.RestartsAsync(cancellation),
        };
    });

    public async Task<HostFacts> ExamineAsync(CancellationToken cancellation) => HostFacts.Parse((await processes.RunAsync(
        new ProcessCommand("sh", "-c", FactsScript.Text, "sh", specs.Today.Root), onLine: null, cancellation)).Output);

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

    public Task<HostEnding> RunAsync(HostProgram program, HostJob? job, IReporter reporter, CancellationToken cancellation) =>
        GuardAsync(program.Description, () =>
            Commands.RunAsync(program, slot => View(slot, job!), _services, reporter, cancellation));

    public Task<int> ShellAsync(CancellationToken cancellation) =>
        TerminalProcess.RunAsync(ShellScript.Line(specs.Today.Root), [], cancellation);

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

    /// <summary>The service of our live release; null when there is none, or it needs none.</summary>
    private IService? LiveService(HostJob job) =>
        _memory.Read() is { ServesOurs: true, Live: { } live } && View(live.Slot, job) is { Spec.Service: not null, Release: not null } slot
            ? _services.Of(slot) : null;

    private HostState State(HostMemory memory)
    {
        var state = new HostState(memory.Live, memory.Token, releases.Ready())
        {
            Log = memory.Log,
            Head = memory.Head,
            Adopted = memory.Adopted?.Release,
        };
        return memory is { ServesOurs: true, Live: { } live } && specs.Of(live) is { Settings: not null } ran
            ? state with
            {
                LiveHasService = ran.Service is not null,
                LiveWaits = WaitingUnit(ran),
                LiveHasChecks = ran.Health.Count > 0,
            } : state;
    }

    private static string? WaitingUnit(HostSpec spec) => spec.Service is ServiceSpec.Systemd { Waits: true, Unit: var unit } ? unit : null;

    private async Task<HostOutcome> ActAsync(HostAction action, HostJob job, IReporter reporter, CancellationToken cancellation) =>
        action switch
    {
        Adopt adopt => await DoneAsync(Past.AdoptAsync(job, adopt.Release, cancellation)),
        Stage stage => await StageAsync(stage.Release, job, reporter, cancellation),
        Verify verify => await DoneAsync(releases.VerifyAsync(verify.Release, new NativeFiles(), cancellation)),
        RunHook hook => await Commands.RunAsync(hook, Next(hook.Slot, job), job, reporter, cancellation),
        Stop stop => await StopAsync(View(stop.Slot, job), job, cancellation),
        Point point => await PointAsync(point, job, cancellation),
        Clear clear => await DoneAsync(Past.ClearAsync(View(clear.Slot, job), job, cancellation)),
        Start start => await StartAsync(View(start.Slot, job), start.Again, job, cancellation),
        Prove prove => await new SlotProver(prover, _services, clock)
            .ProveAsync(prove, prove.AsConfigured ? Next(prove.Slot, job) : View(prove.Slot, job), reporter, cancellation),
        Hold hold => await HoldAsync(hold.Slot, job, reporter, cancellation),
        Route route => await RouteAsync(route, job, reporter, cancellation),
        Drain drain => await DrainAsync(View(drain.Slot, job), drain.For, reporter, cancellation),
        Commit commit => await CommitAsync(commit, job, cancellation),
        RunTask task => await Commands.RunAsync(task, slot => View(slot, job), reporter, cancellation),
        Prune prune => await DoneAsync(
            new HostCleanup(name, _layout, releases, _memory).PruneAsync(prune.Keep, job, reporter, cancellation)),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "unknown act"),
    };

    private static async Task<HostOutcome> DoneAsync(Task act)
    {
        await act;
        return HostOutcome.Done;
    }

    private async Task<HostOutcome> StageAsync(string release, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        _places.Require(release);
        return await releases.StageAsync(release, job.Saved, Next(specs.Today.Slots[0].Name, job), reporter, cancellation);
    }

    /// <summary>A slot as what is in it runs.</summary>
    private SlotView View(string slot, HostJob job) => new(_layout, specs.InSlot(slot), slot, job);

    /// <summary>A slot as what this job brings will run in it.</summary>
    private SlotView Next(string slot, HostJob job) => new(_layout, specs.Today, slot, job);

    private async Task<HostOutcome> StopAsync(SlotView slot, HostJob job, CancellationToken cancellation)
    {
        var past = await Past.RecordAsync(job, cancellation);
        if (slot.Spec.Service is null)
        {
            return HostOutcome.Done; // what is there needs nothing that runs
        }

        if (slot.Release is not null)
        {
            await _services.Of(slot).StopAsync(cancellation);
        }
        else if (past?.Services.TryGetValue(slot.Slot.Name, out var directory) ?? false)
        {
            await _services.OfPast(slot, job.Release, directory).StopAsync(cancellation);
        }
        else if (slot.Spec.Service is ServiceSpec.Process)
        {
            await _services.OfPast(slot, job.Release, directory: null).StopAsync(cancellation);
        }

        return HostOutcome.Done;
    }

    private async Task<HostOutcome> PointAsync(Point point, HostJob job, CancellationToken cancellation)
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
            var (next, directory) = (Next(point.Slot, job), _layout.Credentials(point.Deployment, point.Slot));
            EnvironmentFile.Write(environment, CredentialFiles.Split(directory, next.Credentials, next.Variables(point.Release)));
            specs.Keep(point.Deployment, point.Slot);
        }
        else if (!File.Exists(environment))
        {
            throw new PipelineException($"{name}: {environment} is missing; it has the variables of release {point.Release}.",
                "Deploy it again.");
        }

        await Past.RecordAsync(job, cancellation);
        await _memory.ChangeAsync(job, memory =>
        {
            AtomicFiles.Link(_layout.SlotEnvironment(point.Slot), environment);
            CredentialFiles.Link(_layout.SlotCredentials(point.Slot), _layout.Credentials(point.Deployment, point.Slot));
            AtomicFiles.Link(_layout.SlotLink(point.Slot),
                Path.GetRelativePath(Path.GetDirectoryName(_layout.SlotLink(point.Slot))!, _layout.Release(point.Release)));
            return memory;
        }, cancellation);
        return HostOutcome.Done;
    }

    private async Task<HostOutcome> StartAsync(SlotView slot, bool again, HostJob job, CancellationToken cancellation)
    {
        var service = _services.Of(slot);
        await (again ? Task.CompletedTask : _services.ClearWayAsync(service, slot, cancellation));
        await _memory.ChangeAsync(job, memory => memory, cancellation); // that may have taken a while
        if (await (again ? service.RestartAsync(cancellation) : service.StartAsync(cancellation)) is { } failure)
        {
            return new HostOutcome("", await SlotProver.WithLogAsync(failure, service, cancellation));
        }

        if (_memory.Read() is { ServesOurs: true, Live: { } live } && live.Slot == slot.Slot.Name && live.Release == slot.Release)
        {
            service.Keep(); // it was proven when it was committed
        }

        return HostOutcome.Done;
    }

    private async Task<HostOutcome> RouteAsync(Route route, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        if (route.Slot is { } name)
        {
            var slot = View(name, job);
            await Traffic(slot.Spec).RouteAsync(slot, route.Percent, job, reporter, cancellation);
        }
        else
        {
            await Traffic(specs.Today).WithdrawAsync(job, reporter, cancellation);
        }

        return HostOutcome.Done;
    }

    private async Task<HostOutcome> HoldAsync(string name, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        var slot = View(name, job);
        await Traffic(slot.Spec).HoldAsync(slot, job, reporter, cancellation);
        return HostOutcome.Done;
    }

    private SlotTraffic Traffic(HostSpec spec) =>
        new(spec, _layout, _memory, Past, TrafficSwitch.Of(spec.Traffic, name, _layout, processes, clock));

    private async Task<HostOutcome> DrainAsync(SlotView slot, TimeSpan time, IReporter reporter, CancellationToken cancellation)
    {
        if (slot is { Release: not null, Spec.Service: not null } && time > TimeSpan.Zero
            && await _services.Of(slot).DeathAsync(cancellation) is null)
        {
            await Draining.WaitAsync(name, slot.Slot, time, reporter, clock, cancellation);
        }

        return HostOutcome.Done;
    }

    private async Task<HostOutcome> CommitAsync(Commit commit, HostJob job, CancellationToken cancellation)
    {
        if (View(commit.Slot, job) is { Spec.Service: not null, Release: not null } slot)
        {
            _services.Of(slot).Keep();
        }

        await _memory.ChangeAsync(
            job,
            memory => memory.Live?.Deployment == job.Deployment
                ? memory : memory.Committed(new LiveRelease(commit.Release, commit.Slot, job.Deployment)),
            cancellation);
        return HostOutcome.Done;
    }
}
