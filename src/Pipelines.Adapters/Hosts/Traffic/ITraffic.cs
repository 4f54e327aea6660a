using Pipelines.Adapters.Hosts.Local;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>What moves the traffic of a host between slots. Doing it twice is the same as doing it once.</summary>
internal interface ITraffic
{
    /// <summary>Whether a restart of the proxy forgets what it was told.</summary>
    bool Forgets => false;

    /// <summary>What takes no time, while the host admits nobody else, such as replacing a file.</summary>
    void Write(TrafficShares shares);

    /// <summary>What takes time, such as having a proxy read the file. Follows <see cref="Write"/>.</summary>
    /// <param name="shares">The same.</param>
    /// <param name="reporter">Told what a command prints.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">Traffic was not moved.</exception>
    Task ApplyAsync(TrafficShares shares, IReporter reporter, CancellationToken cancellation);

    /// <summary>The same after traffic was taken away from every slot, and the former link was put back.</summary>
    /// <param name="slots">All of them.</param>
    /// <param name="reporter">Told what a command prints.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">Traffic was not taken away.</exception>
    Task WithdrawAsync(IReadOnlyList<SlotView> slots, IReporter reporter, CancellationToken cancellation) => Task.CompletedTask;
}
