using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Probes;
using Pipelines.Adapters.Processes;
using Pipelines.Health;
using Pipelines.Hosts;
using Pipelines.Model;
using Pipelines.Processes;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases;

namespace Pipelines.Tests.Hosts;

/// <summary>A real host in a directory, with releases made of shell scripts.</summary>
internal sealed class HostWorld : IDisposable
{
    public static readonly CancellationToken None = CancellationToken.None;
    private readonly TempDirectory _directory = new();
    private readonly ReleaseWorld _releases = new();
    private readonly List<int> _groups = [];
    private int _deployments;

    public HostWorld(Func<HostSpec, HostSpec>? configure = null)
    {
        var spec = new HostSpec { Root = _directory["root"] };
        Spec = configure?.Invoke(spec) ?? spec;
    }

    public HostSpec Spec { get; set; }

    public IProcessRunner Processes { get; set; } = new SystemProcessRunner(TimeProvider.System);

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public RecordingReporter Reporter { get; } = new();

    /// <summary>How long a service without checks has to stay alive.</summary>
    public TimeSpan Standing { get; set; } = TimeSpan.FromMilliseconds(50);

    public HostEngine Engine => new(
        new HealthProver(new Probe(Processes, TimeProvider.System), TimeProvider.System) { Standing = Standing }, Processes, Clock,
        () => Configuration.Yaml.Schema);

    public IHost Host => Engine.Open(_releases.Store, ReleaseWorld.App, "local", Spec with { Root = Here.RootOr(Spec.Root) }, Reporter);

    private static HostAddress Here => new(Kind: null!, "local:", Machine: "", Root: null);

    public string Root => Spec.Root;

    public string this[string path] => Path.Combine(Root, path);

    /// <summary>Puts a release of these files into the store; scripts are executable. Its id.</summary>
    public Task<string> ReleaseAsync(params (string Path, string Text)[] files) => ReleaseWithLinkAsync(null, "", files);

    /// <summary>The same with a symbolic link.</summary>
    public async Task<string> ReleaseWithLinkAsync(string? link, string target, params (string Path, string Text)[] files)
    {
        if (Directory.Exists(_releases.Tree))
        {
            Directory.Delete(_releases.Tree, recursive: true);
        }

        foreach (var (path, text) in files)
        {
            _releases.Write(path, text, text.StartsWith("#!", StringComparison.Ordinal) ? 0x1ED : 0x1A4);
        }

        if (link is not null)
        {
            _releases.Link(link, target);
        }

        return (await _releases.SaveAsync()).Release.Id.Value;
    }

    public IStore Store => _releases.Store;

    public HostJob Job(string release, long token = 1) =>
        new("backend", "production", $"D{++_deployments}", token, DeploymentType.Manual, release, "c0ffee", "ann");

    public Task<HostOutcome> ApplyAsync(HostJob job, HostAction action) => Host.ApplyAsync(action, job, Reporter, None);

    /// <summary>Carries out a whole plan, as a deployment does.</summary>
    public async Task<HostJob> DeployAsync(string release, HostJob? job = null)
    {
        job ??= Job(release);
        var plan = Spec.Strategy.Deploy(Spec, await Host.InspectAsync(None), release, job.Deployment);
        foreach (var action in plan.Acts)
        {
            Assert.Null((await ApplyAsync(job, action)).Failure);
            Note();
        }

        return job;
    }

    /// <summary>Leaves what a staging that was killed leaves.</summary>
    public void LeaveHalf(string release)
    {
        Directory.CreateDirectory(this[".pipelines/unfinished"]);
        File.WriteAllText(this[$".pipelines/unfinished/{release}"], "");
        Directory.CreateDirectory(this[$"releases/{release}/half"]);
    }

    /// <summary>The process recorded for a slot; null when none is.</summary>
    public ProcessStat? Process(string slot = Slot.MainName) => ProcessStat.Read(this[$".pipelines/run/{slot}.pid"]);

    public void Dispose()
    {
        Note();
        foreach (var process in Marked())
        {
            Pipelines.Adapters.Posix.Signals.SendTo(process.ProcessId, Pipelines.Adapters.Posix.Signals.Kill);
        }

        _groups.ForEach(group => Pipelines.Adapters.Posix.Signals.SendToGroup(group, Pipelines.Adapters.Posix.Signals.Kill));
        _directory.Dispose();
        _releases.Dispose();
    }

    /// <summary>What carries the mark of a service of this host, wherever it went.</summary>
    public IReadOnlyList<ProcessStat> Marked() => [.. ProcessStat.All().Where(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.ProcessId}/environ").Contains($"PIPELINES_SERVICE={Root}:", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    })];

    /// <summary>Remembers what was started, so that no test leaves it running.</summary>
    private void Note() =>
        _groups.AddRange(Spec.Slots.Select(slot => Process(slot.Name)).OfType<ProcessStat>().Where(process => process.IsAlive)
            .Select(process => process.ProcessId));
}
