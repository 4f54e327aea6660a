using Pipelines.Configuration.Schema;
using Pipelines.Forges;

namespace Pipelines.Gates.Requirements;

/// <summary>The commit, or the tag that points to it, has a signature verified by the platform.</summary>
public sealed record SignedRequirement(SignedObject What) : IRequirement
{
    public static RequirementKind Kind { get; } = RequirementKind.One(Key.Optional("signed",
        "What must have a signature verified by the platform.", Shapes.Choice(
            ("commit", new SignedRequirement(SignedObject.Commit)), ("tag", new SignedRequirement(SignedObject.Tag)))) with
    { DefaultText = "nothing" });

    public string Name => "signed";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) => What switch
    {
        SignedObject.Commit =>
            Judge(await evidence.Platform.CommitSignatureAsync(evidence.Commit, cancellation), "the commit", evidence.Commit),
        _ when string.IsNullOrEmpty(evidence.Reference) => new(Name, false, "the run is not for a tag"),
        _ => Judge(await evidence.Platform.TagSignatureAsync(evidence.Reference!, cancellation), $"the tag {evidence.Reference}",
            evidence.Commit),
    };

    /// <param name="signature">Null if there is no such tag.</param>
    /// <param name="what">What is signed, in words.</param>
    /// <param name="commit">The commit to deploy.</param>
    public RequirementResult Judge(Signature? signature, string what, string commit) => signature switch
    {
        null => new(Name, false, $"{what} does not exist"),
        { Commit: var named } when named != commit =>
            new(Name, false, $"{what} points to commit {named ?? "(unknown)"}, not {commit}", signature.Link),
        { IsVerified: true } => new(Name, true, $"{what} has a verified signature (\"{signature.Said}\")", signature.Link),
        _ => new(Name, false, $"{what} has no verified signature (\"{signature.Said}\")", signature.Link),
    };
}
