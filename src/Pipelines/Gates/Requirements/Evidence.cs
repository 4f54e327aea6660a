using System.Collections.Concurrent;
using NodaTime;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.History;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.Gates.Requirements;

/// <summary>
/// The information on which requirements are evaluated. Each item is fetched when first needed, and only once, however many requirements
/// use it.
/// </summary>
/// <param name="subject">What to deploy.</param>
/// <param name="reference">Branch or tag of the run; null when unknown.</param>
/// <param name="now">The instant to evaluate for.</param>
/// <param name="forge">Opens the platform.</param>
/// <param name="history">Reads the history of an environment.</param>
/// <param name="cancellation">Cancels the queries.</param>
public sealed class Evidence(
    GateSubject subject, string? reference, Instant now, Func<IForge> forge,
    Func<string, CancellationToken, Task<DeploymentHistory>> history, CancellationToken cancellation)
{
    private readonly Lazy<Task<IReadOnlyList<CommitCheck>>> _checks =
        new(() => forge().Platform.ChecksAsync(Full(subject.Commit), cancellation));
    private readonly ConcurrentDictionary<string, Lazy<Task<DeploymentHistory>>> _histories = new(StringComparer.Ordinal);

    public GateSubject Subject => subject;

    /// <summary>Branch or tag of the run; null when unknown.</summary>
    public string? Reference => reference;

    public Instant Now => now;

    /// <summary>The full hash of the commit. With a name or a prefix, the platform would choose the commit.</summary>
    /// <exception cref="PipelineException">It is unknown, or not complete.</exception>
    public string Commit => Full(subject.Commit);

    /// <exception cref="PipelineException">There is none.</exception>
    public IPlatform Platform => forge().Platform;

    /// <exception cref="PipelineException">There is none.</exception>
    public IRoles Roles => forge().Roles;

    public Task<IReadOnlyList<CommitCheck>> ChecksAsync() => _checks.Value;

    /// <param name="environment">An environment of the app.</param>
    public Task<DeploymentHistory> HistoryAsync(string environment) =>
        _histories.GetOrAdd(environment, name => new Lazy<Task<DeploymentHistory>>(() => history(name, cancellation))).Value;

    /// <summary>Whether a person has one of the roles, or belongs to one of the teams. Only the configured ones are queried.</summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    public async Task<bool> IsOneOfAsync(string login, IReadOnlyList<string> roles, IReadOnlyList<string> teams)
    {
        if (roles.Count > 0 && roles.Contains(await Roles.RoleAsync(login, cancellation)))
        {
            return true;
        }

        foreach (var team in teams)
        {
            if (await Roles.IsInTeamAsync(login, team, cancellation))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a person may merge.</summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    public Task<bool> MayMergeAsync(string login) => Roles.MayMergeAsync(login, cancellation);

    private static string Full(string? commit) => commit switch
    {
        null => throw PipelineException.BadInput("", "the commit is unknown.", "Set it with --commit."),
        _ when CommitHash.IsFull(commit) => commit,
        _ when CommitHash.IsDirty(commit) => throw PipelineException.BadInput("",
            $"the working tree has changes that are not in commit {ShortCommit.Of(commit[..^CommitHash.Dirty.Length])}, so nothing is "
                + "known about it.",
            "Commit them, or name the commit that was built with --commit."),
        _ => throw PipelineException.BadInput("", $"\"{PrintableText.Of(commit)}\" is not a full commit hash.",
            "Give all 40 digits with --commit."),
    };
}
