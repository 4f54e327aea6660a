using System.Globalization;
using System.Text;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;
using Pipelines.Hosts.Traffic;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Traffic that nginx divides among the <c>server</c> lines of a file. What it includes is a link to one of a few files, so that
/// what was there before us can be put back.</summary>
/// <param name="nginx">As configured.</param>
/// <param name="layout">Where our files are.</param>
/// <param name="command">Runs the reload.</param>
internal sealed class NginxTraffic(TrafficSpec.Nginx nginx, HostLayout layout, TrafficCommand command) : ITraffic
{
    public void Write(TrafficShares shares)
    {
        var served = shares.All.Where(share => share.Percent > 0).ToList();
        var file = Path.Combine(layout.Traffic, string.Join('-', served.Select(share =>
            string.Create(CultureInfo.InvariantCulture, $"{share.Slot.Slot.Name}-{share.Percent}"))) + ".servers");
        Durable.CreateDirectory(layout.Traffic, HostLayout.OwnerOnly);
        AtomicFiles.Write(file, Encoding.ASCII.GetBytes(string.Concat(served.Select(share =>
            string.Create(CultureInfo.InvariantCulture, $"server 127.0.0.1:{share.Slot.Slot.Port} weight={share.Percent};\n")))));
        AtomicFiles.Link(nginx.Servers, file);
    }

    public Task ApplyAsync(TrafficShares shares, IReporter reporter, CancellationToken cancellation) =>
        command.RunAsync(nginx.Reload, shares.To, shares.Percent, reporter, cancellation);

    public Task WithdrawAsync(IReadOnlyList<SlotView> slots, IReporter reporter, CancellationToken cancellation) =>
        command.RunAsync(nginx.Reload, slots[0], 100, reporter, cancellation);
}
