using Pipelines.Reporting;

namespace Pipelines.Forges;

/// <summary>An approval that does not count.</summary>
/// <param name="Login">Who gave it.</param>
/// <param name="Why">The reason, such as <c>approved an earlier state</c>.</param>
public sealed record UncountedApproval(string Login, string Why)
{
    public override string ToString() => $"{PrintableText.Of(Login)} ({Why})";
}
