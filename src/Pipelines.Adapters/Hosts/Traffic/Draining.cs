using System.Globalization;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Waits until nobody is connected to a slot any more.</summary>
internal static class Draining
{
    private const string Established = "01";
    private const string BeingAccepted = "03";
    private const string Listening = "0A";
    private static readonly string[] Lists = ["/proc/net/tcp", "/proc/net/tcp6"];
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    /// <summary>A proxy that was told a moment ago may still send a request on its way.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <param name="host">Its name, for the warning about connections that are left.</param>
    /// <param name="slot">Without a port the whole time is waited.</param>
    /// <param name="most">How long at most.</param>
    /// <param name="reporter">Told how many are left.</param>
    /// <param name="clock">For waiting.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task WaitAsync(string host, Slot slot, TimeSpan most, IReporter reporter, TimeProvider clock,
        CancellationToken cancellation)
    {
        var (start, quietSince, left) = (clock.GetTimestamp(), (long?)null, (int?)null);
        while (clock.GetElapsedTime(start) < most && !(quietSince is { } since && clock.GetElapsedTime(since) >= Quiet))
        {
            await clock.WaitAsync(Every, cancellation);
            left = slot.Port is { } known ? Connections(known) : null;
            quietSince = left == 0 ? quietSince ?? clock.GetTimestamp() : null;
        }

        if (left > 0)
        {
            reporter.Warning(new Problem(
                host,
                $"slot {slot.Name}: {left} {(left == 1 ? "connection was" : "connections were")} open after {Durations.Format(most)}, "
                    + "and ended with the old release.",
                "If they need longer, such as WebSockets, set deploy.drain."));
        }
    }

    /// <summary>How many connections of this machine's network have been made to a port, as the kernel lists them; null when nothing
    /// listens there, as when the service has a network of its own.</summary>
    private static int? Connections(int port)
    {
        var local = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        var states = Lists.Where(File.Exists).SelectMany(File.ReadLines).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 3 && words[1].EndsWith(local, StringComparison.Ordinal))
            .Select(words => words[3]).ToList();
        return states.Contains(Listening) ? states.Count(state => state is Established or BeingAccepted) : null;
    }
}
