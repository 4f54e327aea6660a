namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>A Discord embed.</summary>
/// <param name="Title">Plain text with emoji.</param>
/// <param name="Description">Markdown.</param>
/// <param name="Color">RGB as one number.</param>
/// <param name="Fields">Name and value pairs, most important first.</param>
/// <param name="Timestamp">ISO 8601.</param>
/// <param name="Footer">The footer.</param>
internal sealed record DiscordEmbed(
    string Title, string Description, int Color, IReadOnlyList<DiscordField> Fields, string Timestamp, DiscordFooter Footer)
{
    private const int MaxTitle = 256;
    private const int MaxDescription = 4096;
    private const int MaxFields = 25;
    private const int MaxFieldName = 256;
    private const int MaxFieldValue = 1024;
    private const int MaxFooter = 256; // Discord allows 2048, but the footer should not displace the rest
    private const int MaxTotal = 6000;

    /// <summary>
    /// A copy that Discord accepts: each text truncated to its limit, and all of them together to 6000; the last ones are truncated first.
    /// </summary>
    /// <seealso href="https://discord.com/developers/docs/resources/message#embed-object-embed-limits"/>
    public DiscordEmbed Fit()
    {
        var left = MaxTotal;
        var title = Take(Title, MaxTitle, ref left);
        var footer = Take(Footer.Text, MaxFooter, ref left);
        var description = Take(Description, MaxDescription, ref left);
        var fields = new List<DiscordField>();
        foreach (var field in Fields.Where(field => !string.IsNullOrWhiteSpace(field.Value)).Take(MaxFields))
        {
            var name = DiscordText.Cut(field.Name, MaxFieldName);
            var value = DiscordText.Cut(field.Value, Math.Min(MaxFieldValue, left - name.Length));
            if (value.Length > 0)
            {
                fields.Add(field with { Name = name, Value = value });
                left -= name.Length + value.Length;
            }
        }

        return this with { Title = title, Description = description, Fields = fields, Footer = new DiscordFooter(footer) };
    }

    private static string Take(string text, int limit, ref int left)
    {
        var cut = DiscordText.Cut(text, Math.Min(limit, left));
        left -= cut.Length;
        return cut;
    }
}
