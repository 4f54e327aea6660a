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
        var gone = shares.All.Where(share => share.Percent == 0).Select(share => share.Slot).ToList();
        foreach (var (slot, percent) in shares.All.Where(share => share.Percent > 0))
        {
            await (percent == 100 ? TakeAllAsync(slot, gone, cancellation) : TakePartAsync(slot, percent, cancellation));
        }

        await WithdrawAsync(gone, reporter, cancellation);
    }

    public async Task WithdrawAsync(IReadOnlyList<SlotView> slots, IReporter reporter, CancellationToken cancellation)
    {
        foreach (var slot in slots)
        {
            await SetAsync([$"{Server(slot)} state maint"], cancellation);
        }
    }

    /// <summary>From one request to the next, so that no user meets the old release after the new one: it becomes ready without a weight,
    /// and then one line gives it all and takes all from the others.</summary>
    private async Task TakeAllAsync(SlotView slot, IReadOnlyList<SlotView> others, CancellationToken cancellation)
    {
        if (!await IsAsync(HaProxyServers.IsServing, slot, cancellation))
        {
            await SetAsync([$"{Server(slot)} weight 0%", $"{Server(slot)} state ready"], cancellation);
            await RequireUpAsync(slot, cancellation);
        }

        await SetAsync([$"{Server(slot)} weight 100%", .. others.Select(other => $"{Server(other)} weight 0%")], cancellation);
    }

    /// <summary>A percentage is of the weight in HAProxy's configuration; only 0 and 100 are accepted by every balance algorithm as such.
    /// </summary>
    private async Task TakePartAsync(SlotView slot, int percent, CancellationToken cancellation)
    {
        await SetAsync([string.Create(CultureInfo.InvariantCulture, $"{Server(slot)} weight {percent}"), $"{Server(slot)} state ready"],
            cancellation);
        await RequireUpAsync(slot, cancellation);
    }

    private string NameOf(SlotView slot) => slot.Placeholders(slot.Release ?? "").Expand(spec.Server);

    private string Server(SlotView slot) => $"{spec.Backend}/{NameOf(slot)}";

    private async Task SetAsync(IReadOnlyList<string> changes, CancellationToken cancellation)
    {
        var answer = await socket.AskAsync(string.Join("; ", changes.Select(change => $"set server {change}")), cancellation);
        if (answer.Length > 0)
        {
            throw Refused($"HAProxy refuses \"{string.Join("\", \"", changes)}\": {Excerpt.Of(answer)}",
                "Compare deploy.traffic.haproxy with its configuration, and the level of its stats socket");
        }
    }

    private async Task RequireUpAsync(SlotView slot, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        while (!await IsAsync(HaProxyServers.IsUp, slot, cancellation))
        {
            if (clock.GetElapsedTime(start) > Within)
            {
                throw Refused($"HAProxy takes server {Server(slot)} for down, although the release answers there.",
                    "Compare its address and its check with the slot's port");
            }

            await clock.WaitAsync(Every, cancellation);
        }
    }

    private async Task<bool> IsAsync(Func<string, string, bool> what, SlotView slot, CancellationToken cancellation) =>
        what(await socket.AskAsync($"show servers state {spec.Backend}", cancellation), NameOf(slot));

    private PipelineException Refused(string what, string hint) => new($"{host}: {what}", $"{hint}; then run the same command again.");
}
