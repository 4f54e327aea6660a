namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>The body of Discord's "Execute Webhook".</summary>
internal sealed record DiscordMessage(IReadOnlyList<DiscordEmbed> Embeds)
{
    /// <summary>Nobody is pinged, whatever the texts contain.</summary>
    public DiscordMentions AllowedMentions { get; } = new([]);
}
