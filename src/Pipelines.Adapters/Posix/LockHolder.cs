using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Posix;

/// <summary>Finds out who holds an flock(2) lock, from proc(5).</summary>
internal static class LockHolder
{
    private const string Unknown = "a process that cannot be seen from here";
    private const long TicksInASecond = 100; // USER_HZ, the same on every architecture that .NET runs on

    /// <summary>The holder of the lock of an open file, in words: process, command and since when it runs.</summary>
    public static string Of(SafeFileHandle file)
    {
        try
        {
            var inode = Field($"/proc/self/fdinfo/{file.DangerousGetHandle()}", "ino:");
            var line = File.ReadLines("/proc/locks").Select(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(
                fields => fields is [_, "FLOCK", _, _, var process, var place, ..] && process != "-1" && inode is not null
                    && place.EndsWith($":{inode}", StringComparison.Ordinal));
            return line is not null && int.TryParse(line[4], CultureInfo.InvariantCulture, out var id) && id > 0 ? Describe(id) : Unknown;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    private static string Describe(int process)
    {
        var stat = ProcessStat.Of(process);
        var stopped = stat?.State is 'T' or 't' ? ", stopped" : "";
        var command = File.ReadAllText($"/proc/{process}/comm").Trim();
        return stat is null || Since(stat) is not { } since
            ? $"process {process} ({PrintableText.Of(command)})"
            : $"process {process} ({PrintableText.Of(command)}{stopped}), which runs since {Instants.Format(since)}";
    }

    private static DateTimeOffset? Since(ProcessStat stat) =>
        Field("/proc/stat", "btime") is { } boot && long.TryParse(boot, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds + (stat.StartTicks / TicksInASecond)) : null;

    private static string? Field(string path, string name) =>
        File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();
}
