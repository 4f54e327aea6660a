namespace Pipelines.Adapters.Http;

/// <summary>The next page, from the header <c>Link</c> (RFC 8288).</summary>
internal static class NextPage
{
    /// <param name="links">The header; empty for none.</param>
    /// <param name="asked">The page it came with.</param>
    public static Uri? Of(string links, Uri asked)
    {
        foreach (var link in links.Split(',', StringSplitOptions.TrimEntries))
        {
            var end = link.IndexOf('>', StringComparison.Ordinal);
            if (link.StartsWith('<') && end > 0
                && link[end..].Split(';', StringSplitOptions.TrimEntries).Any(part => part is "rel=\"next\"" or "rel=next")
                && Uri.TryCreate(asked, link[1..end], out var next))
            {
                return next;
            }
        }

        return null;
    }
}
