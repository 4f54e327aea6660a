using Pipelines.Adapters.Hosts.Local;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Traffic that nothing has to move.</summary>
internal sealed class NoTraffic : ITraffic
{
    public Task AskAsync(SlotView slot, IReporter reporter, CancellationToken cancellation) => Task.CompletedTask;

    public void Point(SlotView slot)
    {
    }
}
