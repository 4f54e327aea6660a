using Pipelines.Configuration.Schema;
using Pipelines.Forges;

namespace Pipelines.Gates.Requirements;

/// <summary>The commit is contained in a branch, for example by a merge, and not just pushed somewhere.</summary>
/// <param name="Filter">Which branches count.</param>
/// <param name="MustBeProtected">Whether only branches protected on the platform count.</param>
public sealed record BranchesRequirement(BranchFilter Filter, bool MustBeProtected) : IRequirement
{
    private static readonly Key<IReadOnlyList<string>> Names = Key.Needed("names",
        "Names of branches; a star matches any text without a slash.", Shapes.Some(Shapes.Text));

    private static readonly Key<bool> Protected = Key.Optional("protected", "Whether only branches protected on the platform count.",
        Shapes.Boolean).Or(false, "false");

    public static RequirementKind Kind { get; } = RequirementKind.One(Key.Optional("branches",
        "Branches, one of which must contain the commit.", new EitherShape<BranchesRequirement>(
            Shapes.Some(Shapes.Text).Select(names => new BranchesRequirement(new BranchFilter(names), false)),
            Shapes.Record("branches", [Names, Protected], record =>
                new BranchesRequirement(new BranchFilter(record.Require(Names)), record.Get(Protected))))) with
    { DefaultText = "any, or none" });

    public string Name => "branches";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) =>
        Judge(await evidence.Platform.BranchesAsync(evidence.Commit, Filter, cancellation), evidence.Commit);

    /// <param name="holders">The branches that match by name and contain the commit.</param>
    /// <param name="commit">The commit.</param>
    public RequirementResult Judge(IReadOnlyList<CommitBranch> holders, string commit)
    {
        var good = holders.Where(branch => branch.IsProtected || !MustBeProtected).ToList();
        var what = $"commit {commit[..Math.Min(12, commit.Length)]}";
        return good.Count > 0 ? new(Name, true, $"{what} is in {(MustBeProtected ? "the protected " : "")}{Text(good)}")
            : holders.Count > 0 ? new(Name, false, $"{what} is only in {Text(holders)}, which the platform does not protect")
            : new(Name, false, $"{what} is in no branch matching {string.Join(", ", Filter.Names)}") { IsPending = true };
    }

    private static string Text(IReadOnlyList<CommitBranch> branches) =>
        $"branch {string.Join(", ", branches.Select(branch => branch.Name))}";
}
