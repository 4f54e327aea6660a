using Pipelines.Forges;

namespace Pipelines.Gates.Requirements;

/// <summary>The commit, or the tag that names it, has a signature that the platform verified.</summary>
public sealed record SignedRequirement(SignedObject What) : IRequirement
{
    public string Name => "signed";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) => What switch
    {
        SignedObject.Commit => Judge(await evidence.Platform.CommitSignatureAsync(evidence.Commit, cancellation), "the commit", evidence.Commit),
        _ when string.IsNullOrEmpty(evidence.Reference) => new(Name, false, "the run is of no tag"),
        _ => Judge(await evidence.Platform.TagSignatureAsync(evidence.Reference!, cancellation), $"the tag {evidence.Reference}", evidence.Commit),
    };

    /// <param name="signature">Null when there is no such tag.</param>
    /// <param name="what">What is signed, for people.</param>
    /// <param name="commit">The commit that is to be deployed.</param>
    public RequirementResult Judge(Signature? signature, string what, string commit) => signature switch
    {
        null => new(Name, false, $"{what} does not exist"),
        { Commit: var named } when named != commit => new(Name, false, $"{what} is of commit {named ?? "(unknown)"}, not of {commit}", signature.Link),
        { IsVerified: true } => new(Name, true, $"{what} has a verified signature (\"{signature.Said}\")", signature.Link),
        _ => new(Name, false, $"{what} has no verified signature (\"{signature.Said}\")", signature.Link),
    };
}
