using Pipelines.Reporting;

namespace Pipelines.Health.Checks;

/// <summary>
/// Verifies that a response comes from the newly deployed version and not from the previous one, which may still hold the port. Checked in
/// order: header X-Release, header X-Version, JSON <c>release</c>, JSON <c>version</c>, the whole body. The first one present decides: a
/// proxy's or library's version in a later place does not count.
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

    /// <summary>Why the response is not from that version, as one line; null if it is.</summary>
    public static string? Fault(HttpAnswer answer, string expected, VersionSource? from)
    {
        var found = Find(answer, expected, from);
        return found == expected ? null
            : found is null ? $"the response does not report its version (expected {expected} in {Places(from)})"
            : $"still responds with version {Excerpt.Of(found)} (expected {expected})";
    }

    /// <summary>The version in the response; null if there is none.</summary>
    /// <param name="answer">The response.</param>
    /// <param name="expected">The expected version; null for any.</param>
    /// <param name="from">The only place to look; null for the usual places.</param>
    public static string? Find(HttpAnswer answer, string? expected, VersionSource? from)
    {
        if (from is not null)
        {
            return from.Find(answer);
        }

        var said = UsualPlaces.Select(place => place.Find(answer)).FirstOrDefault(version => version is not null);
        return said ?? (WholeBody.Find(answer) is { } body && (body == expected || LooksLikeVersion(body)) ? body : null);
    }

    /// <summary>
    /// Distinguishes <c>v1.2</c> from <c>OK</c> and from a page, so that the message names the real cause. It never makes anything healthy.
    /// </summary>
    private static bool LooksLikeVersion(string body) =>
        body.Length <= 100 && char.IsLetterOrDigit(body[0]) && body.Any(char.IsDigit) && !body.Any(char.IsWhiteSpace);

    private static string Places(VersionSource? from) =>
        from?.ToString() ?? string.Join(", ", UsualPlaces) + $" or {WholeBody}";
}
