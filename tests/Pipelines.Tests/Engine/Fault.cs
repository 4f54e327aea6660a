using Pipelines.Hosts;

namespace Pipelines.Tests.Engine;

/// <summary>Something that goes wrong among the acts that a deployment carries out on all hosts together.</summary>
internal sealed record Fault
{
    /// <summary>Which act, from 1; 0 for none.</summary>
    public int At { get; init; }

    /// <summary>Instead of the act, or before it when the result is null.</summary>
    public Func<HostAction, CancellationToken, HostOutcome?> Before { get; init; } = (_, _) => null;

    /// <summary>Instead of any act, by host; null to let it happen.</summary>
    public Func<string, HostAction, HostOutcome?> Always { get; init; } = (_, _) => null;

    /// <summary>When the act is done.</summary>
    public Action After { get; init; } = () => { };
}
