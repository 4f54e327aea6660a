using System.Globalization;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Waits until nobody is connected to a slot any more.</summary>
internal static class Draining
{
    private const string Established = "01";
    private const string BeingAccepted = "03";
    private static readonly string[] Lists = ["/proc/net/tcp", "/proc/net/tcp6"];
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    /// <summary>A proxy that was told a moment ago may still send a request on its way.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <param name="port">The slot's; null when it has none, so that the whole time is waited.</param>
    /// <param name="most">How long at most.</param>
    /// <param name="clock">For waiting.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many connections are left.</returns>
    public static async Task<int> WaitAsync(int? port, TimeSpan most, TimeProvider clock, CancellationToken cancellation)
    {
        var (start, quietSince, left) = (clock.GetTimestamp(), (long?)null, 0);
        while (clock.GetElapsedTime(start) < most && !(quietSince is { } since && clock.GetElapsedTime(since) >= Quiet))
        {
            await clock.WaitAsync(Every, cancellation);
            left = port is { } known ? Connections(known) : 0;
            quietSince = port is null || left > 0 ? null : quietSince ?? clock.GetTimestamp();
        }

        return left;
    }

    /// <summary>How many connections of this machine's network have been made to a port, as the kernel lists them.</summary>
    private static int Connections(int port)
    {
        var local = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return Lists.Where(File.Exists).SelectMany(File.ReadLines).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(words => words.Length > 3 && words[1].EndsWith(local, StringComparison.Ordinal)
                && (words[3] is Established or BeingAccepted));
    }
}
