using Pipelines.Adapters.Hosts.Local;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>What moves the traffic of a host to a slot. Doing it twice is the same as doing it once.</summary>
internal interface ITraffic
{
    /// <summary>What takes time, such as asking a proxy.</summary>
    /// <param name="slot">Where traffic is to go.</param>
    /// <param name="reporter">Told what a command prints.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">Traffic was not moved.</exception>
    Task AskAsync(SlotView slot, IReporter reporter, CancellationToken cancellation);

    /// <summary>What takes no time, while the host admits nobody else.</summary>
    /// <param name="slot">Where traffic is to go.</param>
    void Point(SlotView slot);
}
