using System.Globalization;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.History;

/// <summary>Checks that the event log is whole.</summary>
public sealed class HistoryVerifyStep(IConnections connections, TimeProvider clock) : Step
{
    private static readonly Output Events = new("events", "How many events the log has.");
    private static readonly Output Head = new("head", "Hash of the last event: note it elsewhere to prove later that nothing was cut off.");

    private static readonly Input<string> Expect = Input.Text("expect", "A hash noted earlier, which the log must contain.");

    public override StepDefinition Definition { get; } = new("history verify", "Check that no event of the log was changed, removed or inserted.")
    {
        Details = "Reads every event by itself, and compares the copies of them, many in one object, by which the other commands read a long log.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Stage with { Required = true }, Expect, StoreInputs.Store],
        Outputs = [Events, Head],
        Ends = [ExitCode.Failed],
        Examples = [new("history verify --environment production", "Is the audit trail whole?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var (events, wrongPages) = await setup.Log.VerifyAsync(cancellation);
        var sound = step.Get(Expect) is not { } hash || events.Any(logged => string.Equals(logged.Hash, hash.Trim(), StringComparison.OrdinalIgnoreCase));
        return new StepResult(
            sound && wrongPages.Count == 0 ? ExitCode.Passed : ExitCode.Failed,
            !sound ? "the log does not contain the expected hash: its end was cut off or replaced."
            : wrongPages.Count > 0 ? $"copies of events say something else than the log: they are damaged, or its end was cut off or replaced. See {string.Join(" and ", wrongPages)} in {setup.State.Location}. What is damaged can be deleted: it is made anew."
            : string.Create(CultureInfo.InvariantCulture, $"{events.Count} events, each bound to the one before."))
            .With(Events, events.Count)
            .With(Head, events.Count == 0 ? null : events[^1].Hash);
    }
}
