namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>The small print of an embed.</summary>
internal sealed record DiscordFooter(string Text);
