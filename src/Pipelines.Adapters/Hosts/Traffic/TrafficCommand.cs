using System.Globalization;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Errors;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>A command of the user's that has to do with a proxy.</summary>
/// <param name="host">Name of the host, for messages.</param>
/// <param name="processes">Runs it.</param>
/// <param name="clock">For waiting until nginx has followed.</param>
internal sealed class TrafficCommand(string host, IProcessRunner processes, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <param name="line">Program and arguments, with placeholders.</param>
    /// <param name="slot">Whose placeholders and variables count.</param>
    /// <param name="percent">The share of the slot.</param>
    /// <param name="reporter">Told what it prints.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">It failed.</exception>
    public async Task RunAsync(IReadOnlyList<string> line, SlotView slot, int percent, IReporter reporter, CancellationToken cancellation)
    {
        var placeholders = slot.Placeholders(slot.Release ?? "").With("percent", percent.ToString(CultureInfo.InvariantCulture));
        var command = slot.Program([.. line.Select(placeholders.Expand)], slot.Release ?? "", slot.Environment) with { TimeLimit = Limit };
        var workers = line.Any(word => word.Contains("nginx", StringComparison.Ordinal)) ? NginxWorkers.Accepting() : [];
        var result = await processes.RunAsync(command, reporter.Info, cancellation);
        if (!result.Succeeded)
        {
            throw new PipelineException($"{host}: the traffic command {ProcessEnding.Of(result, Limit)}",
                "Check the proxy, then run the same command again.");
        }

        if (workers.Count > 0)
        {
            await new NginxWorkers(clock).ReplacedAsync(workers, cancellation);
        }
    }
}
