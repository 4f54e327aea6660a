namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>The footer of an embed.</summary>
internal sealed record DiscordFooter(string Text);
