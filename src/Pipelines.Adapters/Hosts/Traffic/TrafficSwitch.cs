using Pipelines.Adapters.Hosts.Local;
using Pipelines.Hosts.Traffic;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Chooses what moves traffic.</summary>
internal static class TrafficSwitch
{
    /// <param name="spec">As configured; null if nothing has to be moved.</param>
    /// <param name="host">Name of the host, for messages.</param>
    /// <param name="layout">Where our files are.</param>
    /// <param name="processes">Runs commands.</param>
    /// <param name="clock">For waiting.</param>
    public static ITraffic Of(TrafficSpec? spec, string host, HostLayout layout, IProcessRunner processes, TimeProvider clock)
    {
        var run = new TrafficCommand(host, processes, clock);
        return spec switch
        {
            TrafficSpec.Command command => new CommandTraffic(command.Line, run),
            TrafficSpec.Symlink link => new LinkTraffic(link, run),
            TrafficSpec.Nginx nginx => new NginxTraffic(nginx, layout, run),
            TrafficSpec.HaProxy proxy => new HaProxyTraffic(host, proxy, new HaProxySocket(host, proxy.Address), clock),
            _ => new NoTraffic(),
        };
    }
}
