using Pipelines.Hosts.Traffic;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Chooses what moves traffic.</summary>
internal static class TrafficSwitch
{
    /// <param name="spec">As configured; null if nothing has to be moved.</param>
    /// <param name="host">Name of the host, for messages.</param>
    /// <param name="processes">Runs commands.</param>
    public static ITraffic Of(TrafficSpec? spec, string host, IProcessRunner processes) => spec switch
    {
        TrafficSpec.Command command => new CommandTraffic(host, command.Line, processes),
        TrafficSpec.Symlink link => new LinkTraffic(link),
        _ => new NoTraffic(),
    };
}
