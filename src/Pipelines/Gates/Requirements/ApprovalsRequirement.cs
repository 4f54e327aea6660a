using System.Globalization;
using Pipelines.Configuration.Schema;
using Pipelines.Forges;

namespace Pipelines.Gates.Requirements;

/// <summary>
/// Enough people other than the author, who may merge, have approved the final state of the commit's pull or merge request; nobody objects,
/// and the platform's own rules are satisfied.
/// </summary>
/// <param name="Count">Minimum number of people.</param>
/// <param name="Roles">Roles, one of which each must have; empty means that anyone who may merge counts.</param>
/// <param name="Teams">Teams, one of which each may belong to instead; empty for none.</param>
public sealed record ApprovalsRequirement(int Count, IReadOnlyList<string> Roles, IReadOnlyList<string> Teams) : IRequirement
{
    private static readonly Key<int> Least = Key.Needed("count", "Number of approvals by people other than the author.",
        Shapes.Integer(1, 100));

    private static readonly Key<IReadOnlyList<string>> Roled =
        Key.Optional("roles", "Roles that count, such as maintain or maintainer.", Shapes.List(Shapes.Text)).Or([], "any");

    private static readonly Key<IReadOnlyList<string>> Teamed = Key.Optional("teams", "Teams whose members also count: teams of the "
        + "organization on GitHub, group paths on GitLab.", Shapes.List(Shapes.Text)).Or([], "any");

    public static RequirementKind Kind { get; } = RequirementKind.One(Key.Optional("approvals",
        "Approvals of the commit's pull or merge request.", new EitherShape<ApprovalsRequirement>(
            Shapes.Integer(1, 100).Select(count => new ApprovalsRequirement(count, [], [])),
            Shapes.Record("approvals", [Least, Roled, Teamed], record =>
                new ApprovalsRequirement(record.Get(Least), record.Require(Roled), record.Require(Teamed))))) with
    { DefaultText = "none" });

    public string Name => "approvals";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation)
    {
        if (await evidence.Platform.ReviewAsync(evidence.Commit, cancellation) is not { } review)
        {
            return Judge(null, []);
        }

        // logins are compared ignoring case, as both platforms do
        List<string> people = [.. review.Approvers.Distinct(StringComparer.OrdinalIgnoreCase)];
        var doubts = await Task.WhenAll(people.Select(login => DoubtAsync(review, login, evidence)));
        var counted = people.Zip(doubts).Where(each => each.Second is null).Select(each => each.First);
        var others = people.Zip(doubts).Where(each => each.Second is not null)
            .Select(each => new UncountedApproval(each.First, each.Second!));
        return Judge(review with { Uncounted = [.. review.Uncounted, .. others] }, [.. counted]);
    }

    /// <param name="review">The pull or merge request; null for none.</param>
    /// <param name="counted">Those of its approvers who count.</param>
    public RequirementResult Judge(ChangeReview? review, IReadOnlyList<string> counted) => review switch
    {
        null => new(Name, false, "the commit is neither the head nor the merge commit of a pull or merge request"),
        { Objectors: [_, ..] objectors } =>
            new(Name, false, $"{review.Name}: {string.Join(", ", objectors)} requested changes", review.Link) { IsPending = true },
        _ when counted.Count < Count =>
            new(Name, false,
                $"{review.Name} has {Number(counted.Count)} of {Number(Count)} approvals{Expected}{Who(counted)}{Uncounted(review)}",
                review.Link) { IsPending = true },
        { Missing: { } missing } => new(Name, false, $"{review.Name}: {missing}{Uncounted(review)}", review.Link) { IsPending = true },
        _ => new(Name, true, $"{review.Name} is approved by {string.Join(", ", counted)}{Uncounted(review)}", review.Link),
    };

    private string Expected => Roles.Count + Teams.Count == 0 ? "" : $" by {string.Join(" or ", Roles.Concat(Teams))}";

    private static string Who(IReadOnlyList<string> people) => people.Count == 0 ? "" : $": {string.Join(", ", people)}";

    private static string Uncounted(ChangeReview review) =>
        review.Uncounted.Count == 0 ? "" : $"; not counted: {string.Join(", ", review.Uncounted)}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null if the approval counts, otherwise why it does not.</summary>
    private async Task<string?> DoubtAsync(ChangeReview review, string login, Evidence evidence) =>
        login.Equals(review.Author, StringComparison.OrdinalIgnoreCase) ? "the author"
        : RobotAccounts.Is(login) ? "a bot"
        : !await evidence.MayMergeAsync(login) ? "may not merge"
        : Roles.Count + Teams.Count > 0 && !await evidence.IsOneOfAsync(login, Roles, Teams)
            ? $"none of {string.Join(", ", Roles.Concat(Teams))}"
        : null;
}
