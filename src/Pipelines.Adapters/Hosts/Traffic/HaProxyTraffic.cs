using System.Globalization;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Errors;
using Pipelines.Hosts.Traffic;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Traffic that HAProxy divides among the servers of a backend. A slot without a share is in maintenance: what it has begun it may
/// end, and nobody new comes, not even who is bound to it by a cookie.</summary>
/// <param name="host">Name of the host, for messages.</param>
/// <param name="spec">As configured.</param>
/// <param name="socket">The runtime API.</param>
/// <param name="clock">For waiting until it serves.</param>
internal sealed class HaProxyTraffic(string host, TrafficSpec.HaProxy spec, HaProxySocket socket, TimeProvider clock) : ITraffic
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    public bool Forgets => true;

    public void Write(TrafficShares shares)
    {
    }

    public async Task ApplyAsync(TrafficShares shares, IReporter reporter, CancellationToken cancellation)
    {
        foreach (var (slot, percent) in shares.All.Where(share => share.Percent > 0))
        {
            // A percentage is of the weight in HAProxy's configuration, and the only thing that every balance algorithm accepts.
            await SetAsync(slot, percent == 100
                ? "weight 100%" : string.Create(CultureInfo.InvariantCulture, $"weight {percent}"), cancellation);
            await SetAsync(slot, "state ready", cancellation);
            await RequireUpAsync(NameOf(slot), cancellation);
        }

        await WithdrawAsync([.. shares.All.Where(share => share.Percent == 0).Select(share => share.Slot)], reporter, cancellation);
    }

    public async Task WithdrawAsync(IReadOnlyList<SlotView> slots, IReporter reporter, CancellationToken cancellation)
    {
        foreach (var slot in slots)
        {
            await SetAsync(slot, "state maint", cancellation);
        }
    }

    private string NameOf(SlotView slot) => slot.Placeholders(slot.Release ?? "").Expand(spec.Server);

    private async Task SetAsync(SlotView slot, string what, CancellationToken cancellation)
    {
        var server = $"{spec.Backend}/{NameOf(slot)}";
        var answer = await socket.AskAsync($"set server {server} {what}", cancellation);
        if (answer.Length > 0)
        {
            throw Refused($"HAProxy refuses \"{what}\" for server {server}: {Excerpt.Of(answer)}",
                "Compare deploy.traffic.haproxy with its configuration, and the level of its stats socket");
        }
    }

    private async Task RequireUpAsync(string server, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        while (!HaProxyServers.IsUp(await socket.AskAsync($"show servers state {spec.Backend}", cancellation), server))
        {
            if (clock.GetElapsedTime(start) > Within)
            {
                throw Refused($"HAProxy takes server {spec.Backend}/{server} for down, although the release answers there.",
                    "Compare its address and its check with the slot's port");
            }

            await clock.WaitAsync(Every, cancellation);
        }
    }

    private PipelineException Refused(string what, string hint) => new($"{host}: {what}", $"{hint}; then run the same command again.");
}
