using System.Globalization;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Deployments;

/// <summary>Checks that the event log is whole.</summary>
public sealed class HistoryVerifyStep(IConnections connections, TimeProvider clock) : Step
{
    private static readonly Output Events = new("events", "How many events the log has.");
    private static readonly Output Head = new("head", "Hash of the last event: note it elsewhere to prove later that nothing was cut off.");

    private static readonly Input<string> Expect = Input.Text("expect", "A hash noted earlier, which the log must contain.");

    public override StepDefinition Definition { get; } = new("history verify", "Check that no event of the log was changed, removed or inserted.")
    {
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Stage with { Required = true }, Expect, StoreInputs.Store],
        Outputs = [Events, Head],
        Ends = [ExitCode.Failed],
        Examples = [new("history verify --environment production", "Is the audit trail whole?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var events = await setup.Log.ReadAsync(cancellation);
        var sound = step.Get(Expect) is not { } hash || events.Any(logged => string.Equals(logged.Hash, hash.Trim(), StringComparison.OrdinalIgnoreCase));
        return new StepResult(
            sound ? ExitCode.Passed : ExitCode.Failed,
            sound ? string.Create(CultureInfo.InvariantCulture, $"{events.Count} events, each bound to the one before.") : "the log does not contain the expected hash: its end was cut off or replaced.")
            .With(Events, events.Count)
            .With(Head, events.Count == 0 ? null : events[^1].Hash);
    }
}
