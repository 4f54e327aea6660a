namespace Pipelines.Releases;

/// <summary>A manifest as its JSON: members are written in this order.</summary>
internal sealed record ManifestDocument(int Format, string App, IReadOnlyList<EntryDocument> Entries);
