namespace Pipelines.Forges;

/// <summary>The platform's verdict on a signature.</summary>
/// <param name="IsVerified">The signature is valid and its key belongs to a known person.</param>
/// <param name="Said">The platform's own word, such as <c>valid</c>, <c>unsigned</c> or <c>unknown_key</c>.</param>
/// <param name="Commit">The commit that is signed, or that the signed tag points to; null if unknown.</param>
/// <param name="Link">A page; null for none.</param>
public sealed record Signature(bool IsVerified, string Said, string? Commit, Uri? Link = null);
