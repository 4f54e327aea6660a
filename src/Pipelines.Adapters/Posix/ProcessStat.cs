using System.Globalization;

namespace Pipelines.Adapters.Posix;

/// <summary>Identity of a process on Linux: its id and its start time in clock ticks since boot (proc(5), fields 1 and 22 of
/// stat).</summary>
internal sealed record ProcessStat(int ProcessId, long StartTicks, char State)
{
    /// <summary>Id of its parent.</summary>
    public int Parent { get; private init; }

    /// <summary>Id of its session, which is that of the process that began it.</summary>
    public int Session { get; private init; }

    /// <summary>Every process of this machine that we may see and that has not ended.</summary>
    public static IReadOnlyList<ProcessStat> All() =>
    [
        .. from directory in Directory.EnumerateDirectories("/proc")
           let name = Path.GetFileName(directory)
           where char.IsAsciiDigit(name[0])
           let stat = Read($"{directory}/stat")
           where stat is { State: not ('Z' or 'X') }
           select stat,
    ];

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
                fields[0][0])
            {
                Parent = int.Parse(fields[1], CultureInfo.InvariantCulture),
                Session = int.Parse(fields[3], CultureInfo.InvariantCulture),
            };
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or FormatException or OverflowException or ArgumentException
                or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
