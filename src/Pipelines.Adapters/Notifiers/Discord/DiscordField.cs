namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>One name and value of an embed.</summary>
internal sealed record DiscordField(string Name, string Value, bool Inline);
