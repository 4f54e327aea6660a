using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;
using Pipelines.Hosts;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Moves the traffic of a host, and remembers where it goes.</summary>
/// <param name="spec">How the app is deployed.</param>
/// <param name="layout">Where everything is.</param>
/// <param name="store">What the host remembers.</param>
/// <param name="past">What was there before us.</param>
/// <param name="traffic">Moves it.</param>
internal sealed class SlotTraffic(HostSpec spec, HostLayout layout, HostStore store, PastKeeper past, ITraffic traffic)
{
    /// <summary>Lets a share of the traffic go to a slot, and the rest to the others.</summary>
    public async Task RouteAsync(SlotView slot, int percent, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        await past.RecordAsync(job, cancellation);
        if (slot.Release is not { } release)
        {
            return;
        }

        var shares = new TrafficShares(slot, percent, [.. Slots(job).Where(other => other.Slot != slot.Slot)]);
        await store.ChangeAsync(job, memory =>
        {
            traffic.Write(shares);
            return memory with { Served = null };
        }, cancellation);
        await traffic.ApplyAsync(shares, reporter, cancellation);
        if (percent < 100)
        {
            return;
        }

        await store.ChangeAsync(job, memory =>
        {
            if (spec.Strategy.MovesTraffic)
            {
                AtomicFiles.Link(layout.Current, Path.GetRelativePath(layout.Root, layout.Release(release)));
            }

            return memory with { Served = slot.Slot.Name };
        }, cancellation);
    }

    /// <summary>Lets all traffic go to a slot, unless it does so already.</summary>
    public async Task HoldAsync(SlotView slot, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        if (traffic.Forgets || store.Read().Served != slot.Slot.Name)
        {
            await RouteAsync(slot, 100, job, reporter, cancellation);
        }
    }

    /// <summary>Lets no traffic go to any slot, and what was there before us serve again.</summary>
    public async Task WithdrawAsync(HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        await past.RouteBackAsync(job, cancellation);
        await traffic.WithdrawAsync(Slots(job), reporter, cancellation);
    }

    private List<SlotView> Slots(HostJob job) => [.. spec.Slots.Select(slot => new SlotView(layout, spec, slot.Name, job))];
}
