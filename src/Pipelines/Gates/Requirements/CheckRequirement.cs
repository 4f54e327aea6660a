using Pipelines.Configuration.Schema;
using Pipelines.Forges;

namespace Pipelines.Gates.Requirements;

/// <summary>
/// A check, status, job or pipeline of that name has succeeded for exactly this commit; all of them, if several share the name.
/// </summary>
public sealed record CheckRequirement(string Check) : IRequirement
{
    private const int MostNamed = 8;

    public static RequirementKind Kind { get; } = RequirementKind.Many(
        Key.Optional("checks", "Names of checks, statuses, workflows, jobs or pipelines that must have succeeded for exactly this commit.",
            Shapes.List(Shapes.Text)).Or([], "none"),
        names => names.Distinct().Select(name => new CheckRequirement(name)));

    public string Name => $"checks:{Check}";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) =>
        Judge(await evidence.ChecksAsync(), evidence.Commit);

    public RequirementResult Judge(IReadOnlyList<CommitCheck> all, string commit)
    {
        var mine = all.Where(check => check.Name == Check).ToList();
        var worst = mine.MinBy(check => check.State);
        return worst?.State switch
        {
            null => new(Name, false,
                $"no check with this name has reported for commit {Short(commit)}. {Others(all)}")
            { IsPending = true },
            CheckState.Failed => new(Name, false, $"ended with \"{worst.Said}\" for commit {Short(commit)}", worst.Link),
            CheckState.Pending =>
                new(Name, false, $"has not finished (\"{worst.Said}\") for commit {Short(commit)}", worst.Link) { IsPending = true },
            _ => new(Name, true, $"\"{worst.Said}\" for commit {Short(commit)}", worst.Link),
        };
    }

    private static string Short(string commit) => commit[..Math.Min(12, commit.Length)];

    private static string Others(IReadOnlyList<CommitCheck> all)
    {
        var names = all.Select(check => check.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "No check has reported."
            : $"These have: {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? ", ..." : "")}.";
    }
}
