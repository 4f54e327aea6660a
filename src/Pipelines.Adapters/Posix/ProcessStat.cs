using System.Globalization;

namespace Pipelines.Adapters.Posix;

/// <summary>Identity of a process on Linux: its id and its start time in clock ticks since boot (proc(5), fields 1 and 22 of
/// stat).</summary>
internal sealed record ProcessStat(int ProcessId, long StartTicks, char State)
{
    /// <summary>Still the same process, and no zombie that waits to be reaped.</summary>
    public bool IsAlive => Of(ProcessId)?.IsSame(StartTicks) == true;

    /// <summary>Another process has this id now.</summary>
    public bool IsReused => Of(ProcessId) is { } now && now.StartTicks != StartTicks;

    /// <summary>The process that has this id now; null when there is none, or none that we may look at.</summary>
    public static ProcessStat? Of(int processId) => Read($"/proc/{processId}/stat");

    /// <summary>True when this is the process that was started then, and it has not ended.</summary>
    public bool IsSame(long startTicks) => StartTicks == startTicks && State is not ('Z' or 'X');

    public static ProcessStat Self => Read("/proc/self/stat") ?? new ProcessStat(Environment.ProcessId, 0, 'R');

    /// <summary>Reads a stat line; null when there is no such file or it is no stat line.</summary>
    public static ProcessStat? Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new ProcessStat(
                int.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture),
                long.Parse(fields[19], CultureInfo.InvariantCulture),
                fields[0][0]);
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or FormatException or OverflowException or ArgumentException
                or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
