using Pipelines.Errors;
using Pipelines.Model;

namespace Pipelines.Hosts.Failures;

/// <summary>What is said of a log that does not go on from what was noted outside of the store.</summary>
public static class LostHead
{
    private const string Hint = "Restore the store from a backup. To go on with what is there, deploy or roll back once with "
        + "--accept-history REASON: the reason is recorded.";

    /// <param name="where">Who noted the head.</param>
    /// <param name="head">The head.</param>
    public static Problem Problem(string where, LogHead head) => new(where,
        $"the event log does not contain {head}, which was noted here: events were removed, or the log was written anew.", Hint);

    /// <param name="where">The host.</param>
    /// <param name="theirs">The log that it belongs to.</param>
    /// <param name="ours">The log that is to deploy there.</param>
    public static Problem Stranger(string where, LogIdentity theirs, string ours) => new(where,
        $"this host belongs to {theirs}, not to {ours}.",
        "Two environments need two roots: see deploy.root. If that log is lost or was replaced, run it once with --adopt-host, or with "
            + "--accept-history REASON to have the reason recorded.");
}
