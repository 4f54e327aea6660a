using System.Globalization;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.History;

/// <summary>Checks that the event log is intact.</summary>
public sealed class HistoryVerifyStep(EventLogs logs, IStores stores) : Step
{
    private static readonly Output Events = new("events", "Number of events in the log.");
    private static readonly Output Head = new("head",
        "Hash of the last event: record it elsewhere to prove later that the log was not truncated.");

    private static readonly Input<string> Expect = Input.Text("expect", "A hash noted earlier, which the log must contain.");

    public override StepDefinition Definition { get; } =
        new("history verify", "Check that no event of the log was changed, removed or inserted.")
    {
        Details = "Reads every event individually, and compares the pages, copies of many events in one object, with which the other "
            + "commands read a long log.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, Expect, StoreInputs.Store],
        Outputs = [Events, Head],
        Ends = [ExitCode.Failed],
        Examples = [new("history verify --environment production", "Is the audit trail intact?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var (events, wrongPages) = await logs.Of(step).VerifyAsync(cancellation);
        var sound = step.Get(Expect) is not { } hash
            || events.Any(logged => string.Equals(logged.Hash, hash.Trim(), StringComparison.OrdinalIgnoreCase));
        return new StepResult(
            sound && wrongPages.Count == 0 ? ExitCode.Passed : ExitCode.Failed,
            !sound ? "the log does not contain the expected hash: its end was truncated or replaced."
            : wrongPages.Count > 0 ? "copies of events differ from the log: they are damaged, or its end was truncated or replaced. "
            + $"See {string.Join(" and ", wrongPages)} in {stores.State(step).Location}. Damaged copies can be deleted: they are recreated."
            : string.Create(CultureInfo.InvariantCulture, $"{events.Count} events, each linked to the previous one."))
            .With(Events, events.Count)
            .With(Head, events.Count == 0 ? null : events[^1].Hash);
    }
}
