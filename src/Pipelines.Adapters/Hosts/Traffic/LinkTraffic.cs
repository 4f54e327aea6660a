using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;
using Pipelines.Hosts.Traffic;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Traffic that follows a symbolic link.</summary>
internal sealed class LinkTraffic(TrafficSpec.Symlink link) : ITraffic
{
    public Task AskAsync(SlotView slot, IReporter reporter, CancellationToken cancellation) => Task.CompletedTask;

    public void Point(SlotView slot) =>
        AtomicFiles.Redirect(link.Path, slot.Release is { } release ? slot.Placeholders(release).Expand(link.Target) : null);
}
