using System.Net.Sockets;
using Pipelines.Adapters.Http;
using Pipelines.Health.Checks;

namespace Pipelines.Adapters.Probes;

/// <summary>Opens a connection and closes it.</summary>
internal sealed class TcpProbe : CheckProbe<TcpCheck>
{
    protected override async Task<ProbeResult> ProbeAsync(TcpCheck check, CancellationToken cancellation)
    {
        var port = check.PortNumber();
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(check.Host, port, cancellation);
            return ProbeResult.Well("accepts connections");
        }
        catch (SocketException e)
        {
            return ProbeResult.Ill(NetworkFailure.Describe(e));
        }
    }
}
