namespace Pipelines.Releases.Files;

/// <summary>What lstat(2) says of a path.</summary>
/// <param name="Kind">Its kind; a link is not followed.</param>
/// <param name="Mode">Permission bits with setuid, setgid and sticky: 0 to 07777 octal.</param>
/// <param name="Size">Bytes of a file; of others what the file system says.</param>
public readonly record struct FileStatus(FileKind Kind, int Mode, long Size);
