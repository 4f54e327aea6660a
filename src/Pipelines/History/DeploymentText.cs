using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.History;

/// <summary>Deployments in words.</summary>
public static class DeploymentText
{
    /// <summary>One word for its outcome or state.</summary>
    public static string Outcome(DeploymentRecord record) => record.Result switch
    {
        DeploymentResult.Running => "running",
        DeploymentResult.Succeeded when record.Find<Completed>() is { Unchanged: true } => "unchanged",
        DeploymentResult.Succeeded => "succeeded",
        DeploymentResult.Blocked => "blocked",
        DeploymentResult.Queued => "queued",
        DeploymentResult.Superseded => "superseded",
        DeploymentResult.Cancelled => "cancelled",
        DeploymentResult.Failed => "failed",
        DeploymentResult.RolledBack => "rolled-back",
        _ => "rollback-failed",
    };

    /// <summary>What a deployment has ended without, for the end of a message; empty for nothing.</summary>
    public static string LeftOut(DeploymentRecord record) => record.LeftOut.Count == 0 ? ""
        : $" Not on {string.Join(", ", record.LeftOut.Select(left => left.Host))}: the next deployment brings it there.";

    /// <summary>A failure without the log or the further problems that follow it, as a sentence.</summary>
    public static string FirstLine(string? failure) => $"{failure?.Split('\n')[0].TrimEnd('.')}.";

    /// <summary>What to do about a failure, for people; empty when there is nothing to add.</summary>
    public static string Advice(Blame? blame) => blame switch
    {
        Blame.Configuration => " The configuration is at fault, since the release has worked with another one. Correct it, and run the "
            + "same command again.",
        Blame.ReleaseOrConfiguration => " Neither the release nor the configuration has worked before. Correct one of them, and run the "
            + "same command again.",
        _ => "",
    };

    /// <summary>Why a release is not deployed again.</summary>
    /// <param name="condemned">The deployment that showed it to be bad.</param>
    /// <param name="settings">What it is to run with; null when that is not known.</param>
    public static string KnownBad(DeploymentRecord condemned, JsonObject? settings) =>
        $"release {condemned.Release} is known bad{(condemned.CondemnsWith(settings) ? " with this configuration" : "")} since deployment "
            + $"{condemned.Id}: {FirstLine(condemned.Failure ?? "it was rolled back from")} Use --again to deploy it anyway.";

    /// <summary>An event as one line for people.</summary>
    public static string Describe(DeploymentEvent what) => what switch
    {
        Requested { Type: DeploymentType.None, Actor: { } actor } => $"requested by {actor}",
        Requested { Type: DeploymentType.None } => "requested",
        Requested requested => $"requested as {requested.Type.WireName()}{(requested.Actor is null ? "" : $" by {requested.Actor}")}",
        LeaseTaken lease => $"lease taken, token {lease.Token.ToString(CultureInfo.InvariantCulture)}",
        LeaseReleased released => string.Create(CultureInfo.InvariantCulture,
            $"lease {released.Token} revoked from {released.Holder}, by {released.Actor ?? "someone"}: {released.Reason}"),
        Shown shown => $"shown on the platform's environments page, id {shown.Page}",
        Admitted admitted => $"admitted: {admitted.Explanation}",
        Overridden overridden =>
            $"overridden: {string.Join(", ", overridden.Names)}, by "
                + $"{overridden.Actor ?? "someone"}{(overridden.GrantedBy is null ? "" : $", granted by {overridden.GrantedBy}")}"
                + $"{(overridden.Ticket is null ? "" : $", ticket {overridden.Ticket}")}: {overridden.Reason}",
        Reviewed reviewed => $"the override was reviewed by {reviewed.Actor}{(reviewed.Note is null ? "" : $": {reviewed.Note}")}",
        Reminded => "people were reminded to review the override",
        Blocked blocked => $"blocked: {blocked.Explanation}",
        Queued queued => $"queued as {queued.Type.WireName()}: {queued.Explanation}",
        Superseded superseded => $"superseded by deployment {superseded.By}",
        Cancelled cancelled =>
            $"cancelled{(cancelled.Actor is null ? "" : $" by {cancelled.Actor}")}"
                + $"{(cancelled.Reason is null ? "" : $": {cancelled.Reason}")}",
        Configured => "the configuration is recorded",
        Adopted adopted => $"release {adopted.Release} was adopted from an earlier tool: {string.Join("; ", adopted.Parts)}",
        BackToAdopted back => $"release {back.Release}, which an earlier tool left on the hosts",
        Packaged packaged => string.Create(CultureInfo.InvariantCulture,
            $"release {packaged.Release} in the store: {Plural.Of(packaged.Files, "file")}, "
                + $"{packaged.Bytes} bytes, {packaged.SentBytes} uploaded"),
        Planned planned => string.Create(CultureInfo.InvariantCulture,
            $"planned: {Plural.Of(planned.Waves.Sum(wave => wave.Count), "host")} in {Plural.Of(planned.Waves.Count, "wave")}"),
        LeftOut left => $"{left.Host}: left out, because it {(left.Unreachable ? "cannot be reached" : "failed")}: {left.Reason}",
        Staged staged => $"{staged.Host}: release {staged.Release} is staged",
        Activating activating => $"{activating.Host}: activating in slot {activating.Slot}",
        Activated { Proof: "" } activated => $"{activated.Host}: live. No health check is configured, so it is not verified that it works",
        Activated activated => $"{activated.Host}: live and verified. {activated.Proof}",
        Completed { Unchanged: true } => "completed: it was already live",
        Completed => "completed",
        Failed failed => $"failed: {failed.Reason}",
        RetreatStarted => "rolling back",
        Retreated retreated =>
            $"{retreated.Host}: "
                + (retreated.Release is null ? "nothing is served, as before" : $"release {retreated.Release} is live again"),
        RolledBack => "rolled back",
        RollbackFailed failed => $"rollback failed: {failed.Reason}",
        MaintenanceStarted started => $"maintenance started with release {started.Release ?? "none"}",
        MaintenanceTaskEnded task => $"task {task.Task} on {task.Place} {(task.Failure is null ? "passed" : $"failed: {task.Failure}")}",
        MaintenanceEnded ended => $"maintenance ended: {ended.Counts}",
        Executed executed => $"{executed.Actor ?? "someone"} runs {executed.Command} on {string.Join(", ", executed.Hosts)}",
        HistoryAccepted accepted => $"the history was accepted by {accepted.Actor ?? "someone"}: {accepted.Reason}. {accepted.Found}",
        Lost => "an event that was missing or not readable",
        _ => what.ToString(),
    };
}
