namespace Pipelines.Releases;

/// <summary>
/// An entry as its JSON; a member that its kind does not have is not written. The kind is <c>file</c>, <c>dir</c> or <c>link</c>, the mode
/// four octal digits, such as <c>0755</c>.
/// </summary>
internal sealed record EntryDocument(
    string Path, string Kind, string? Mode = null, long? Size = null, string? Sha256 = null, string? Target = null);
