using Pipelines.Reporting;

namespace Pipelines.Health.Checks;

/// <summary>
/// Proves that an answer comes from the version just deployed and not from the one before, which may still hold the port.
/// Looked up in order: header X-Release, header X-Version, JSON <c>release</c>, JSON <c>version</c>, the whole body.
/// The first that is there decides: a proxy's or a library's version further down cannot make up for it.
/// </summary>
public static class VersionProof
{
    private static readonly IReadOnlyList<VersionSource> UsualPlaces =
    [
        VersionSource.Parse("header:X-Release"),
        VersionSource.Parse("header:X-Version"),
        VersionSource.Parse("json:release"),
        VersionSource.Parse("json:version"),
    ];

    private static readonly VersionSource WholeBody = VersionSource.Parse("body");

    /// <summary>Why the answer is not proven to be of that version, as one line; null when it is.</summary>
    public static string? Fault(HttpAnswer answer, string expected, VersionSource? from)
    {
        var found = Find(answer, expected, from);
        return found == expected ? null
            : found is null ? $"the answer does not say which version it is (expected {expected} in {Places(from)})"
            : $"still answers with version {Excerpt.Of(found)} (expected {expected})";
    }

    /// <summary>The version that the answer says; null when it says none.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="expected">The version hoped for; null when any will do.</param>
    /// <param name="from">The only place to look; null for the usual ones.</param>
    public static string? Find(HttpAnswer answer, string? expected, VersionSource? from)
    {
        if (from is not null)
        {
            return from.Find(answer);
        }

        var said = UsualPlaces.Select(place => place.Find(answer)).FirstOrDefault(version => version is not null);
        return said ?? (WholeBody.Find(answer) is { } body && (body == expected || LooksLikeVersion(body)) ? body : null);
    }

    /// <summary>Tells <c>v1.2</c> from <c>OK</c> and from a page, so that the message names the true cause. It never makes anything healthy.</summary>
    private static bool LooksLikeVersion(string body) =>
        body.Length <= 100 && char.IsLetterOrDigit(body[0]) && body.Any(char.IsDigit) && !body.Any(char.IsWhiteSpace);

    private static string Places(VersionSource? from) =>
        from?.ToString() ?? string.Join(", ", UsualPlaces) + $" or {WholeBody}";
}
