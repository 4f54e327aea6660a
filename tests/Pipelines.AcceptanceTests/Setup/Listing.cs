using System.Security.Cryptography;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>Everything in a directory: names, kinds, modes, times, contents.</summary>
internal static class Listing
{
    public static IReadOnlyList<string> Of(string directory) =>
        [.. new DirectoryInfo(directory).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(Line)
            .Order(StringComparer.Ordinal)];

    private static string Line(FileSystemInfo entry) =>
        $"{entry.FullName} {entry.UnixFileMode} {entry.LastWriteTimeUtc:O} {entry.LinkTarget} "
            + $"{(entry is FileInfo { LinkTarget: null } file ? Digest(file) : "")}";

    private static string Digest(FileInfo file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName)));
}
