using Pipelines.Errors;
using Pipelines.Hosts;

namespace Pipelines.Anchors;

/// <summary>What a host keeps of a log.</summary>
/// <param name="Host">The host.</param>
/// <param name="State">How it stands; null when it cannot tell.</param>
/// <param name="Failure">Why it cannot tell, otherwise null.</param>
public sealed record HostAnchor(IHost Host, HostState? State, string? Failure)
{
    /// <exception cref="PipelineException">It cannot be asked because of what somebody gave us, such as a key.</exception>
    public static async Task<HostAnchor> LookAsync(IHost host, CancellationToken cancellation)
    {
        try
        {
            return new HostAnchor(host, await host.InspectAsync(cancellation), Failure: null);
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.Failed)
        {
            return new HostAnchor(host, State: null, e.Message);
        }
    }
}
