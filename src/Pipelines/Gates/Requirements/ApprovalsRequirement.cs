using System.Globalization;
using Pipelines.Forges;

namespace Pipelines.Gates.Requirements;

/// <summary>Enough people other than the author have approved the pull or merge request of the commit, and nobody objects.</summary>
/// <param name="Count">Least number of people.</param>
/// <param name="Roles">Roles of which each must have one; empty means anyone counts.</param>
/// <param name="Teams">Teams of which each may be a member instead; empty likewise.</param>
public sealed record ApprovalsRequirement(int Count, IReadOnlyList<string> Roles, IReadOnlyList<string> Teams) : IRequirement
{
    public string Name => "approvals";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation)
    {
        var review = await evidence.Platform.ReviewAsync(evidence.Commit, cancellation);
        var people = review is null ? [] : Others(review);
        var counted = await Task.WhenAll(people.Select(login => CountsAsync(evidence, login)));
        return Judge(review, [.. people.Zip(counted).Where(each => each.Second).Select(each => each.First)]);
    }

    /// <param name="review">The request; null for none.</param>
    /// <param name="counted">Those of its approvers who are not the author and have a role or team that counts.</param>
    public RequirementResult Judge(ChangeReview? review, IReadOnlyList<string> counted) => review switch
    {
        null => new(Name, false, "the commit is neither the head nor the merge of a pull or merge request"),
        { Objectors: [_, ..] objectors } => new(Name, false, $"{review.Name}: {string.Join(", ", objectors)} asked for changes", review.Link) { IsPending = true },
        _ when counted.Count < Count => new(Name, false, $"{review.Name} has {Number(counted.Count)} of {Number(Count)} approvals{Expected}{Who(counted)}", review.Link) { IsPending = true },
        _ => new(Name, true, $"{review.Name} is approved by {string.Join(", ", counted)}", review.Link),
    };

    /// <summary>Approvers other than the author. Logins are told apart without case, as both platforms do.</summary>
    public static IReadOnlyList<string> Others(ChangeReview review) =>
        [.. review.Approvers.Distinct(StringComparer.OrdinalIgnoreCase).Where(login => !login.Equals(review.Author, StringComparison.OrdinalIgnoreCase))];

    private string Expected => Roles.Count + Teams.Count == 0 ? "" : $" by {string.Join(" or ", Roles.Concat(Teams))}";

    private static string Who(IReadOnlyList<string> people) => people.Count == 0 ? "" : $": {string.Join(", ", people)}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<bool> CountsAsync(Evidence evidence, string login) => Roles.Count + Teams.Count == 0 || await evidence.IsOneOfAsync(login, Roles, Teams);
}
