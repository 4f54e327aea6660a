namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>A name and value in an embed.</summary>
internal sealed record DiscordField(string Name, string Value, bool Inline);
