namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>Which kinds of mention may ping people; an empty list for none.</summary>
internal sealed record DiscordMentions(IReadOnlyList<string> Parse);
