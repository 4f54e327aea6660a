using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pipelines.Model;

namespace Pipelines.History.Events;

/// <summary>Something that happened to a deployment. A deployment is the fold of its events (docs/decisions/0002).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Requested), "requested")]
[JsonDerivedType(typeof(Admitted), "admitted")]
[JsonDerivedType(typeof(Blocked), "blocked")]
[JsonDerivedType(typeof(Queued), "queued")]
[JsonDerivedType(typeof(Superseded), "superseded")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(Overridden), "overridden")]
[JsonDerivedType(typeof(Reviewed), "reviewed")]
[JsonDerivedType(typeof(Reminded), "reminded")]
[JsonDerivedType(typeof(LeaseTaken), "lease-taken")]
[JsonDerivedType(typeof(LeaseReleased), "lease-released")]
[JsonDerivedType(typeof(Shown), "shown")]
[JsonDerivedType(typeof(Configured), "configured")]
[JsonDerivedType(typeof(Adopted), "adopted")]
[JsonDerivedType(typeof(BackToAdopted), "back-to-adopted")]
[JsonDerivedType(typeof(Packaged), "packaged")]
[JsonDerivedType(typeof(Planned), "planned")]
[JsonDerivedType(typeof(Staged), "staged")]
[JsonDerivedType(typeof(LeftOut), "left-out")]
[JsonDerivedType(typeof(Activating), "activating")]
[JsonDerivedType(typeof(Activated), "activated")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(RetreatStarted), "retreat-started")]
[JsonDerivedType(typeof(Retreated), "retreated")]
[JsonDerivedType(typeof(RolledBack), "rolled-back")]
[JsonDerivedType(typeof(RollbackFailed), "rollback-failed")]
[JsonDerivedType(typeof(MaintenanceStarted), "maintenance-started")]
[JsonDerivedType(typeof(MaintenanceTaskEnded), "maintenance-task-ended")]
[JsonDerivedType(typeof(MaintenanceEnded), "maintenance-ended")]
[JsonDerivedType(typeof(Executed), "executed")]
[JsonDerivedType(typeof(HistoryAccepted), "history-accepted")]
[JsonDerivedType(typeof(Lost), "lost")]
public abstract record DeploymentEvent
{
    /// <summary>It was requested.</summary>
    /// <param name="Type">Deployment type.</param>
    /// <param name="Commit">Full commit hash; null if unknown.</param>
    /// <param name="Actor">Who requested it; null if the platform did not report it.</param>
    /// <param name="Reason">The reason as typed by the actor; null for none.</param>
    /// <param name="RunUrl">URL of the pipeline run; null outside a platform.</param>
    /// <param name="Ref">Branch or tag; null if unknown.</param>
    public sealed record Requested(DeploymentType Type, string? Commit, string? Actor, string? Reason, string? RunUrl, string? Ref)
        : DeploymentEvent
    {
        /// <summary>The environment whose live release it promotes; null if it is none, or an earlier version recorded it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? From { get; init; }

        /// <summary>True if it goes back to an earlier release.</summary>
        [JsonIgnore]
        public bool IsRollback => Type == DeploymentType.Rollback;
    }

    /// <summary>The gate admitted it.</summary>
    /// <param name="Code">Machine-readable code of the reason.</param>
    /// <param name="Explanation">The reason in words.</param>
    public sealed record Admitted(string Code, string Explanation) : DeploymentEvent;

    /// <summary>The gate blocked it. The deployment ends here.</summary>
    /// <param name="NextOpen">When the same request would pass; null if time does not help.</param>
    public sealed record Blocked(string Code, string Explanation, DateTimeOffset? NextOpen) : DeploymentEvent;

    /// <summary>It was admitted by overriding rules of the gate.</summary>
    /// <param name="Names">The overridden rules, such as <c>freeze:year-end</c>.</param>
    /// <param name="Reason">The reason as typed by the actor.</param>
    /// <param name="Ticket">The ticket; null for none.</param>
    /// <param name="Actor">Who, as reported by the platform; null if unknown.</param>
    /// <param name="GrantedBy">Who granted it in advance; null for nobody.</param>
    /// <param name="Token">Id of the token, which is now used up; null without one.</param>
    public sealed record Overridden(IReadOnlyList<string> Names, string Reason, string? Ticket, string? Actor, string? GrantedBy,
        string? Token) : DeploymentEvent
    {
        public bool Equals(Overridden? other) => other is not null && Names.SequenceEqual(other.Names)
            && (Reason, Ticket, Actor, GrantedBy, Token) == (other.Reason, other.Ticket, other.Actor, other.GrantedBy, other.Token);

        public override int GetHashCode() => HashCode.Combine(Names.Count, Reason, Ticket, Actor, GrantedBy, Token);
    }

    /// <summary>
    /// A second person has reviewed the override. Only <see cref="Overridden"/> deployments have this event, after their end.
    /// </summary>
    /// <param name="Actor">The reviewer.</param>
    /// <param name="Note">The reviewer's comment; null for none.</param>
    public sealed record Reviewed(string Actor, string? Note) : DeploymentEvent;

    /// <summary>People were reminded that no second person has reviewed it yet.</summary>
    public sealed record Reminded : DeploymentEvent;

    /// <summary>The gate blocked it for now, and it is queued until the gate opens: it is an intent.</summary>
    /// <param name="Type">The deployment type at the time of the request, such as <c>direct_push</c>; the gate keeps evaluating it as that
    /// type.</param>
    /// <param name="Trigger">What started the run that requested it.</param>
    /// <param name="Release">Id of the release; null if it was not packaged: then the stored release of its commit is used.</param>
    /// <param name="Code">Machine-readable code of the reason.</param>
    /// <param name="Explanation">The reason in words.</param>
    /// <param name="NextOpen">When it would have passed as of then; null if time alone does not decide.</param>
    public sealed record Queued(DeploymentType Type, string Trigger, string? Release, string Code, string Explanation,
        DateTimeOffset? NextOpen) : DeploymentEvent;

    /// <summary>A later deployment superseded the intent. It ends here.</summary>
    /// <param name="By">Id of that deployment.</param>
    public sealed record Superseded(string By) : DeploymentEvent;

    /// <summary>A person removed the intent from the queue. It ends here.</summary>
    /// <param name="Actor">Who requested it; null if the platform did not report it.</param>
    /// <param name="Reason">The reason as typed by the actor; null for none.</param>
    public sealed record Cancelled(string? Actor, string? Reason) : DeploymentEvent;

    /// <summary>This deployment has exclusive access to the environment; recorded again after each interruption.</summary>
    /// <param name="Token">Fencing token, larger than any earlier one.</param>
    /// <param name="Holder">Who holds it, in words.</param>
    public sealed record LeaseTaken(long Token, string Holder) : DeploymentEvent;

    /// <summary>A person revoked the lease from its holder, whose work ends before its next event.</summary>
    /// <param name="Token">The holder's token.</param>
    /// <param name="Holder">The holder, in words.</param>
    /// <param name="Actor">Who revoked it; null if the platform did not report it.</param>
    /// <param name="Reason">The reason as typed by the actor.</param>
    public sealed record LeaseReleased(long Token, string Holder, string? Actor, string Reason) : DeploymentEvent;

    /// <summary>The platform shows it on its environments page.</summary>
    /// <param name="Page">Its id there.</param>
    public sealed record Shown(string Page) : DeploymentEvent;

    /// <summary>What it runs with.</summary>
    /// <param name="Settings">The sections <c>deploy</c> and <c>health</c> of the environment, with references to secrets and without
    /// their values.</param>
    public sealed record Configured(JsonObject Settings) : DeploymentEvent
    {
        public bool Equals(Configured? other) => other is not null && JsonNode.DeepEquals(Settings, other.Settings);

        public override int GetHashCode() => Settings.Count;
    }

    /// <summary>What an earlier tool left on the hosts is now known as a release that can be gone back to. Nothing else follows.</summary>
    /// <param name="Release">The id that it was given. The store has no release of that id.</param>
    /// <param name="Parts">What it consists of, host by host, in words.</param>
    public sealed record Adopted(string Release, IReadOnlyList<string> Parts) : DeploymentEvent
    {
        public bool Equals(Adopted? other) => other is not null && Release == other.Release && Parts.SequenceEqual(other.Parts);

        public override int GetHashCode() => HashCode.Combine(Release, Parts.Count);
    }

    /// <summary>It goes back to a release that was adopted, of which the store has nothing.</summary>
    public sealed record BackToAdopted(string Release) : DeploymentEvent;

    /// <summary>The release has an id, and the store has all of it.</summary>
    /// <param name="SentBytes">Bytes that had to be uploaded; 0 if the store already had all of them.</param>
    public sealed record Packaged(string Release, long Files, long Bytes, long SentBytes) : DeploymentEvent;

    /// <summary>The way through several hosts. Whoever goes on with the deployment goes this way, whatever the configuration file says by
    /// then.</summary>
    /// <param name="Waves">Names of the hosts that go live side by side, wave by wave. Hosts that serve the release already are not
    /// among them.</param>
    /// <param name="MaxFailed">How many of them may fail.</param>
    /// <param name="MaxUnreachable">How many of them may be out of reach.</param>
    public sealed record Planned(IReadOnlyList<IReadOnlyList<string>> Waves, int MaxFailed, int MaxUnreachable) : DeploymentEvent
    {
        public bool Equals(Planned? other) => other is not null && Waves.Count == other.Waves.Count
            && Waves.Zip(other.Waves, (one, another) => one.SequenceEqual(another)).All(same => same)
            && (MaxFailed, MaxUnreachable) == (other.MaxFailed, other.MaxUnreachable);

        public override int GetHashCode() => HashCode.Combine(Waves.Count, MaxFailed, MaxUnreachable);
    }

    /// <summary>The deployment goes on without a host, which failed or is out of reach. One that failed goes back to its previous
    /// release.</summary>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="Unreachable">True if it does not answer: it serves its previous release, or, if it had been activated, either
    /// one.</param>
    public sealed record LeftOut(string Host, string Reason, bool Unreachable) : DeploymentEvent;

    /// <summary>The release is staged and verified on a host; nothing has changed for users.</summary>
    public sealed record Staged(string Host, string Release) : DeploymentEvent;

    /// <summary>From here on the host may have changed: a rollback has to restore it.</summary>
    public sealed record Activating(string Host, string Release, string Slot) : DeploymentEvent;

    /// <summary>The host now serves the release, and the health checks passed.</summary>
    /// <param name="Slot">The slot it runs in.</param>
    /// <param name="DowntimeMilliseconds">From stopping the old release to the passed health checks of the new one; null if both ran side
    /// by side or nothing ran before.</param>
    /// <param name="Proof">The measurements, in words; empty if no health check is configured.</param>
    public sealed record Activated(string Host, string Release, string Slot, string Proof, long? DowntimeMilliseconds) : DeploymentEvent;

    /// <summary>It is live on every host that was not left out. The deployment ends here.</summary>
    /// <param name="Unchanged">True if it was already live and nothing had to be done.</param>
    public sealed record Completed(string Release, bool Unchanged) : DeploymentEvent;

    /// <summary>It cannot continue. It ends here unless a rollback follows.</summary>
    /// <param name="Reason">What failed, in words.</param>
    /// <param name="Condemned">True if the release itself is known bad and must not be deployed again unless forced.</param>
    /// <param name="Retreat">True if hosts were changed and a rollback follows.</param>
    public sealed record Failed(string Reason, bool Condemned, bool Retreat) : DeploymentEvent
    {
        /// <summary>What it is put down to; null when nothing is at fault, or an older version wrote it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Blame? Blame { get; init; }
    }

    public sealed record RetreatStarted : DeploymentEvent;

    /// <summary>A host serves its previous release again.</summary>
    /// <param name="Release">That release; null if there was none, and nothing is served.</param>
    public sealed record Retreated(string Host, string? Release, long? DowntimeMilliseconds) : DeploymentEvent;

    /// <summary>Every host serves its previous release again. The deployment ends here.</summary>
    public sealed record RolledBack(string? Release) : DeploymentEvent;

    /// <summary>At least one host could not be rolled back. The deployment ends here.</summary>
    public sealed record RollbackFailed(string Reason) : DeploymentEvent;

    /// <summary>A person is about to run a program on hosts, beside all deployments. It belongs to the deployment that is live.</summary>
    /// <param name="Command">The command line, or <c>a shell</c>.</param>
    /// <param name="Hosts">Where.</param>
    /// <param name="Actor">Who; null if the platform did not report it.</param>
    public sealed record Executed(string Command, IReadOnlyList<string> Hosts, string? Actor) : DeploymentEvent
    {
        public bool Equals(Executed? other) =>
            other is not null && (Command, Actor) == (other.Command, other.Actor) && Hosts.SequenceEqual(other.Hosts);

        public override int GetHashCode() => HashCode.Combine(Command, Hosts.Count, Actor);
    }

    /// <summary>
    /// A maintenance run holds the lease and is about to run its first task. <see cref="MaintenanceTaskEnded"/> and
    /// <see cref="MaintenanceEnded"/> follow it.
    /// </summary>
    /// <param name="Release">The live release, complete in the store; null for none.</param>
    /// <param name="Actor">Who or what requested it; null if the platform did not report it.</param>
    public sealed record MaintenanceStarted(string? Release, string? Actor) : DeploymentEvent;

    /// <summary>A task of a maintenance run has ended: one that is interrupted goes on with the next.</summary>
    /// <param name="Task">Its name.</param>
    /// <param name="Place">The host, or <c>runner</c>.</param>
    /// <param name="Failure">Why it failed, with the end of its output; null if it passed.</param>
    /// <param name="Milliseconds">How long it ran.</param>
    public sealed record MaintenanceTaskEnded(string Task, string Place, string? Failure, long Milliseconds) : DeploymentEvent;

    /// <summary>Every task ran or was skipped, and health was verified or not. Counted once per host.</summary>
    public sealed record MaintenanceEnded(int TasksPassed, int TasksFailed, int TasksSkipped) : DeploymentEvent
    {
        /// <summary>The counts in words, such as <c>2 passed, 1 failed, 0 skipped</c>.</summary>
        [JsonIgnore]
        public string Counts =>
            string.Create(CultureInfo.InvariantCulture, $"{TasksPassed} passed, {TasksFailed} failed, {TasksSkipped} skipped");
    }

    /// <summary>A person has accepted that the log is not what hosts or a checkpoint had noted, or that its chain was broken.</summary>
    /// <param name="Actor">Who; null if the platform did not report it.</param>
    /// <param name="Reason">The reason as typed by the actor.</param>
    /// <param name="Found">What was wrong, in words.</param>
    public sealed record HistoryAccepted(string? Actor, string Reason, string Found) : DeploymentEvent;

    /// <summary>Stands in the place of an event that was missing or not readable when a person accepted the history.</summary>
    public sealed record Lost : DeploymentEvent;
}
