using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Traffic that a command of the user's moves.</summary>
/// <param name="line">Program and arguments.</param>
/// <param name="command">Runs it.</param>
internal sealed class CommandTraffic(IReadOnlyList<string> line, TrafficCommand command) : ITraffic
{
    public void Write(TrafficShares shares)
    {
    }

    public Task ApplyAsync(TrafficShares shares, IReporter reporter, CancellationToken cancellation) =>
        command.RunAsync(line, shares.To, shares.Percent, reporter, cancellation);
}
