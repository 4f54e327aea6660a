namespace Pipelines.Releases.Files;

/// <summary>The result of lstat(2) for a path.</summary>
/// <param name="Kind">Its kind; a link is not followed.</param>
/// <param name="Mode">Permission bits with setuid, setgid and sticky: 0 to 07777 octal.</param>
/// <param name="Size">Size of a file in bytes; for others, whatever the file system reports.</param>
public readonly record struct FileStatus(FileKind Kind, int Mode, long Size);
