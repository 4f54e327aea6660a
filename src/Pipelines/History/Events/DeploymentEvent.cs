using System.Globalization;
using System.Text.Json.Serialization;

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
[JsonDerivedType(typeof(Packaged), "packaged")]
[JsonDerivedType(typeof(Staged), "staged")]
[JsonDerivedType(typeof(Activating), "activating")]
[JsonDerivedType(typeof(Activated), "activated")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(RetreatStarted), "retreat-started")]
[JsonDerivedType(typeof(Retreated), "retreated")]
[JsonDerivedType(typeof(RolledBack), "rolled-back")]
[JsonDerivedType(typeof(RollbackFailed), "rollback-failed")]
[JsonDerivedType(typeof(MaintenanceStarted), "maintenance-started")]
[JsonDerivedType(typeof(MaintenanceEnded), "maintenance-ended")]
public abstract record DeploymentEvent
{
    /// <summary>Someone or something asked for it.</summary>
    /// <param name="Type">Deployment type, such as <c>manual</c>.</param>
    /// <param name="Commit">Full commit id; null when unknown.</param>
    /// <param name="Actor">Who; null when the platform did not say.</param>
    /// <param name="Reason">Why, as the actor typed it; null for none.</param>
    /// <param name="RunUrl">Page of the pipeline run; null outside a platform.</param>
    /// <param name="Ref">Branch or tag; null when unknown.</param>
    public sealed record Requested(string Type, string? Commit, string? Actor, string? Reason, string? RunUrl, string? Ref) : DeploymentEvent
    {
        /// <summary>True when it goes back to an earlier release.</summary>
        [JsonIgnore]
        public bool IsRollback => Type == "rollback";
    }

    /// <summary>The gate let it pass.</summary>
    /// <param name="Code">Machine code of the reason.</param>
    /// <param name="Explanation">The same for people.</param>
    public sealed record Admitted(string Code, string Explanation) : DeploymentEvent;

    /// <summary>The gate did not let it pass. The deployment ends here.</summary>
    /// <param name="NextOpen">When the same request would pass; null when time does not help.</param>
    public sealed record Blocked(string Code, string Explanation, DateTimeOffset? NextOpen) : DeploymentEvent;

    /// <summary>It was let in against rules of the gate.</summary>
    /// <param name="Names">Those rules, such as <c>freeze:year-end</c>.</param>
    /// <param name="Reason">Why, as the actor typed it.</param>
    /// <param name="Ticket">The ticket; null for none.</param>
    /// <param name="Actor">Who, as the platform said; null when it did not.</param>
    /// <param name="GrantedBy">Who granted it ahead; null for nobody.</param>
    /// <param name="Token">Id of the token, which is used up by this; null without one.</param>
    public sealed record Overridden(IReadOnlyList<string> Names, string Reason, string? Ticket, string? Actor, string? GrantedBy, string? Token) : DeploymentEvent
    {
        public bool Equals(Overridden? other) => other is not null && Names.SequenceEqual(other.Names)
            && (Reason, Ticket, Actor, GrantedBy, Token) == (other.Reason, other.Ticket, other.Actor, other.GrantedBy, other.Token);

        public override int GetHashCode() => HashCode.Combine(Names.Count, Reason, Ticket, Actor, GrantedBy, Token);
    }

    /// <summary>A second person has looked at what was overridden. Only <see cref="Overridden"/> deployments have it, after their end.</summary>
    /// <param name="Actor">Who.</param>
    /// <param name="Note">What that person says of it; null for nothing.</param>
    public sealed record Reviewed(string Actor, string? Note) : DeploymentEvent;

    /// <summary>People were reminded that no second person has looked yet.</summary>
    public sealed record Reminded : DeploymentEvent;

    /// <summary>The gate did not let it pass now, and it waits until the gate does: it is an intent.</summary>
    /// <param name="Type">What it would have been deployed as, such as <c>direct_push</c>: the gate goes on to judge it as that.</param>
    /// <param name="Trigger">What started the run that asked for it.</param>
    /// <param name="Release">Id of the release; null when it was not packaged: then the store's release of its commit is meant.</param>
    /// <param name="Code">Machine code of the reason.</param>
    /// <param name="Explanation">The same for people.</param>
    /// <param name="NextOpen">When it would pass as things stood then; null when time alone does not tell.</param>
    public sealed record Queued(string Type, string Trigger, string? Release, string Code, string Explanation, DateTimeOffset? NextOpen) : DeploymentEvent;

    /// <summary>A later deployment took the intent's place. It ends here.</summary>
    /// <param name="By">Id of that deployment.</param>
    public sealed record Superseded(string By) : DeploymentEvent;

    /// <summary>A person took the intent out of the queue. It ends here.</summary>
    /// <param name="Actor">Who; null when the platform did not say.</param>
    /// <param name="Reason">Why, as the actor typed it; null for none.</param>
    public sealed record Cancelled(string? Actor, string? Reason) : DeploymentEvent;

    /// <summary>The environment is this deployment's alone; again after each interruption.</summary>
    /// <param name="Token">Fencing token, larger than any before.</param>
    /// <param name="Holder">Who holds it, for people.</param>
    public sealed record LeaseTaken(long Token, string Holder) : DeploymentEvent;

    /// <summary>A person takes the lease away from its holder, whose work ends before its next event.</summary>
    /// <param name="Token">The holder's token.</param>
    /// <param name="Holder">The holder, for people.</param>
    /// <param name="Actor">Who took it away; null when the platform did not say.</param>
    /// <param name="Reason">Why, as the actor typed it.</param>
    public sealed record LeaseReleased(long Token, string Holder, string? Actor, string Reason) : DeploymentEvent;

    /// <summary>The platform shows it on its page of environments.</summary>
    /// <param name="Page">Its id there.</param>
    public sealed record Shown(string Page) : DeploymentEvent;

    /// <summary>The release has its identity, and the store holds all of it.</summary>
    /// <param name="SentBytes">Bytes that had to travel; 0 when the store had them all.</param>
    public sealed record Packaged(string Release, long Files, long Bytes, long SentBytes) : DeploymentEvent;

    /// <summary>The release lies ready on a host, verified; nothing has changed for users.</summary>
    public sealed record Staged(string Host, string Release) : DeploymentEvent;

    /// <summary>From here on the host may have changed: a retreat has to bring it back.</summary>
    public sealed record Activating(string Host, string Release, string Slot) : DeploymentEvent;

    /// <summary>The release is what the host serves now, and the health checks proved it.</summary>
    /// <param name="Slot">The slot it runs in.</param>
    /// <param name="DowntimeMilliseconds">From stopping the old to the end of the proof of the new; null when both ran side by side or nothing ran before.</param>
    /// <param name="Proof">What was measured, for people; empty when no health check is configured.</param>
    public sealed record Activated(string Host, string Release, string Slot, string Proof, long? DowntimeMilliseconds) : DeploymentEvent;

    /// <summary>It is live everywhere. The deployment ends here.</summary>
    /// <param name="Unchanged">True when it was live already and nothing had to be done.</param>
    public sealed record Completed(string Release, bool Unchanged) : DeploymentEvent;

    /// <summary>It cannot go on. It ends here unless a retreat follows.</summary>
    /// <param name="Reason">What failed, for people.</param>
    /// <param name="Condemned">True when the release itself is at fault and is not to be deployed again unasked.</param>
    /// <param name="Retreat">True when hosts were touched and a retreat follows.</param>
    public sealed record Failed(string Reason, bool Condemned, bool Retreat) : DeploymentEvent;

    public sealed record RetreatStarted : DeploymentEvent;

    /// <summary>A host serves again what it served before.</summary>
    /// <param name="Release">That release; null when there was none, and nothing is served.</param>
    public sealed record Retreated(string Host, string? Release, long? DowntimeMilliseconds) : DeploymentEvent;

    /// <summary>Every host serves again what it served before. The deployment ends here.</summary>
    public sealed record RolledBack(string? Release) : DeploymentEvent;

    /// <summary>At least one host could not be brought back. The deployment ends here.</summary>
    public sealed record RollbackFailed(string Reason) : DeploymentEvent;

    /// <summary>A maintenance run has the lease and is about to run its first task. Only <see cref="MaintenanceEnded"/> follows it.</summary>
    /// <param name="Release">What was live, and is whole in the store; null for nothing.</param>
    /// <param name="Actor">Who or what asked for it; null when the platform did not say.</param>
    public sealed record MaintenanceStarted(string? Release, string? Actor) : DeploymentEvent;

    /// <summary>Every task was run or skipped, and health was proven or not. Counted once a host.</summary>
    public sealed record MaintenanceEnded(int TasksPassed, int TasksFailed, int TasksSkipped) : DeploymentEvent
    {
        /// <summary>The same for people, such as <c>2 passed, 1 failed, 0 skipped</c>.</summary>
        [JsonIgnore]
        public string Counts => string.Create(CultureInfo.InvariantCulture, $"{TasksPassed} passed, {TasksFailed} failed, {TasksSkipped} skipped");
    }
}
