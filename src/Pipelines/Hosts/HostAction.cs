using System.Globalization;
using System.Text.Json.Serialization;
using Pipelines.Hosts.Hooks;
using Pipelines.Reporting;

namespace Pipelines.Hosts;

/// <summary>
/// One act on a host. Each is idempotent, so that a plan can be carried out again from its start after a crash.
/// A plan is a list of these: printed it is the dry run, carried out it is the deployment.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "act")]
[JsonDerivedType(typeof(HostAction.Adopt), "adopt")]
[JsonDerivedType(typeof(HostAction.Stage), "stage")]
[JsonDerivedType(typeof(HostAction.Verify), "verify")]
[JsonDerivedType(typeof(HostAction.RunHook), "run_hook")]
[JsonDerivedType(typeof(HostAction.Stop), "stop")]
[JsonDerivedType(typeof(HostAction.Point), "point")]
[JsonDerivedType(typeof(HostAction.Clear), "clear")]
[JsonDerivedType(typeof(HostAction.Start), "start")]
[JsonDerivedType(typeof(HostAction.Prove), "prove")]
[JsonDerivedType(typeof(HostAction.Hold), "hold")]
[JsonDerivedType(typeof(HostAction.Route), "route")]
[JsonDerivedType(typeof(HostAction.Drain), "drain")]
[JsonDerivedType(typeof(HostAction.Commit), "commit")]
[JsonDerivedType(typeof(HostAction.RunTask), "run_task")]
[JsonDerivedType(typeof(HostAction.Prune), "prune")]
public abstract record HostAction
{
    private HostAction()
    {
    }

    /// <summary>One line for people, in the imperative.</summary>
    [JsonIgnore]
    public abstract string Description { get; }

    /// <summary>Remember what an earlier tool left as the live release, to go back to. It stays as it is.</summary>
    public sealed record Adopt(string Release) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"adopt what an earlier tool left as release {Release}";
    }

    /// <summary>Fetch, verify, install and publish the release directory. Nothing that runs is touched.</summary>
    public sealed record Stage(string Release) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"stage release {Release}";
    }

    /// <summary>Read the staged release again, and compare it with its manifest and signature.</summary>
    public sealed record Verify(string Release) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"verify release {Release} again";
    }

    /// <param name="At">When in the deployment.</param>
    /// <param name="Slot">The slot of the release that the hook belongs to.</param>
    public sealed record RunHook(HookPoint At, string Slot) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"run hook {HookPoints.Names[At]}";
    }

    public sealed record Stop(string Slot) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"stop the service in slot {Slot}";
    }

    /// <summary>Let the slot's link and environment file be those of a release, as a deployment brought it.</summary>
    public sealed record Point(string Slot, string Release, string Deployment) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"point slot {Slot} to release {Release}";
    }

    /// <summary>Let the slot hold nothing of ours: what was there before the first deployment, or nothing.</summary>
    public sealed record Clear(string Slot) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"empty slot {Slot}";
    }

    /// <param name="Slot">The slot.</param>
    /// <param name="Again">Whether what runs there is to make way by itself, while clients wait.</param>
    public sealed record Start(string Slot, bool Again = false) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"start the service in slot {Slot}{(Again ? " again" : "")}";
    }

    /// <summary>Prove by the health checks that this release answers in the slot.</summary>
    /// <param name="Slot">The slot that it runs in.</param>
    /// <param name="Release">The release.</param>
    /// <param name="ViaTraffic">Whether all traffic goes to the slot, so that the checks through it count as well.</param>
    /// <param name="Throughout">How long it has to go on passing, again and again; zero for once.</param>
    public sealed record Prove(string Slot, string Release, bool ViaTraffic = true, TimeSpan Throughout = default) : HostAction
    {
        /// <summary>Whether the checks are those of the file today, and not those that the release was deployed with.</summary>
        public bool AsConfigured { get; init; }

        [JsonIgnore]
        public override string Description => $"prove that release {Release} answers in slot {Slot}"
            + (Throughout > TimeSpan.Zero ? $" for {Durations.Format(Throughout)}" : "");
    }

    /// <summary>Make sure that all traffic goes to the slot of the live release, before another slot is touched.</summary>
    public sealed record Hold(string Slot) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"keep traffic in slot {Slot}";
    }

    /// <summary>Move traffic to the slot; when it is null, where it went before the first deployment.</summary>
    /// <param name="Slot">Where to.</param>
    /// <param name="Percent">How much of it, 1 to 100. The rest goes to the other slot.</param>
    public sealed record Route(string? Slot, int Percent = 100) : HostAction
    {
        [JsonIgnore]
        public override string Description => this switch
        {
            { Slot: null } => "take traffic away",
            { Percent: 100 } => $"move traffic to slot {Slot}",
            _ => string.Create(CultureInfo.InvariantCulture, $"send {Percent} % of the traffic to slot {Slot}"),
        };
    }

    /// <summary>Wait until nobody is connected to the old slot any more, or the time is over.</summary>
    public sealed record Drain(string Slot, TimeSpan For) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"let slot {Slot} drain for up to {Durations.Format(For)}";
    }

    /// <summary>Remember the release in the slot as the live one: what a retreat would come back to.</summary>
    public sealed record Commit(string Slot, string Release) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"record release {Release} in slot {Slot} as live";
    }

    /// <summary>Run a task of a maintenance in the live release, with its variables.</summary>
    /// <param name="Name">What to call it.</param>
    /// <param name="Command">Program and arguments; a relative program is looked up in the release.</param>
    /// <param name="Within">Time limit.</param>
    public sealed record RunTask(string Name, IReadOnlyList<string> Command, TimeSpan Within) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"run task {Name}";
    }

    /// <summary>Remove releases beyond those to keep.</summary>
    public sealed record Prune(int Keep) : HostAction
    {
        [JsonIgnore]
        public override string Description => $"keep {Plural.Of(Keep, "release")}";
    }
}
