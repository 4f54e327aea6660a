namespace Pipelines.Releases;

/// <summary>A name found in a tree.</summary>
/// <param name="Path">Relative, '/'-separated.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits; 0 for a link.</param>
/// <param name="Size">Bytes of a file when the tree was walked; 0 for others.</param>
/// <param name="Target">Where a link points; null for others.</param>
public sealed record TreeEntry(string Path, EntryKind Kind, int Mode, long Size, string? Target);
