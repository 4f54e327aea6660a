using Pipelines.Adapters.Hosts.Local;
using Pipelines.Errors;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Traffic that a command of the user's moves.</summary>
/// <param name="host">Name of the host, for messages.</param>
/// <param name="line">Program and arguments.</param>
/// <param name="processes">Runs it.</param>
internal sealed class CommandTraffic(string host, IReadOnlyList<string> line, IProcessRunner processes) : ITraffic
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public async Task AskAsync(SlotView slot, IReporter reporter, CancellationToken cancellation)
    {
        if (slot.Release is not { } release)
        {
            return;
        }

        var command = slot.Command(line, release, slot.Environment) with { TimeLimit = Limit };
        var result = await processes.RunAsync(command, reporter.Info, cancellation);
        if (!result.Succeeded)
        {
            throw new PipelineException($"{host}: the traffic command {ProcessEnding.Of(result, Limit)}",
                "Check the proxy, then run the same command again.");
        }
    }

    public void Point(SlotView slot)
    {
    }
}
