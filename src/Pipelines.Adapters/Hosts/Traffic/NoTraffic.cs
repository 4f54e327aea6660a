using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Traffic that nothing has to move.</summary>
internal sealed class NoTraffic : ITraffic
{
    public void Write(TrafficShares shares)
    {
    }

    public Task ApplyAsync(TrafficShares shares, IReporter reporter, CancellationToken cancellation) => Task.CompletedTask;
}
