namespace Pipelines.Releases;

/// <summary>A tree that can be packaged.</summary>
/// <param name="Root">Its directory, absolute.</param>
/// <param name="Entries">What is in it, in the byte order of the paths.</param>
/// <param name="Took">How long it took to look.</param>
public sealed record TreeScan(string Root, IReadOnlyList<TreeEntry> Entries, TimeSpan Took);
