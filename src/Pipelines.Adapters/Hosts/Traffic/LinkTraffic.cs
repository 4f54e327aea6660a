using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;
using Pipelines.Hosts.Traffic;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Traffic that follows a symbolic link.</summary>
/// <param name="link">As configured.</param>
/// <param name="command">Runs what lets the proxy notice.</param>
internal sealed class LinkTraffic(TrafficSpec.Symlink link, TrafficCommand command) : ITraffic
{
    public void Write(TrafficShares shares) =>
        AtomicFiles.Link(link.Path, shares.To.Placeholders(shares.To.Release!).Expand(link.Target));

    public Task ApplyAsync(TrafficShares shares, IReporter reporter, CancellationToken cancellation) =>
        ReloadAsync(shares.To, reporter, cancellation);

    public Task WithdrawAsync(IReadOnlyList<SlotView> slots, IReporter reporter, CancellationToken cancellation) =>
        ReloadAsync(slots[0], reporter, cancellation);

    private Task ReloadAsync(SlotView slot, IReporter reporter, CancellationToken cancellation) =>
        link.Reload is null ? Task.CompletedTask : command.RunAsync(link.Reload, slot, 100, reporter, cancellation);
}
