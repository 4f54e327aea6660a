using System.Globalization;
using Pipelines.Anchors;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts.Failures;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Rollouts;

/// <summary>Checks that the event log is intact, and goes on from all that was noted of it elsewhere.</summary>
public sealed class HistoryVerifyStep(Deployers deployers, Checkpoints checkpoints, IStores stores) : Step
{
    private static readonly Output Events = new("events", "Number of events in the log.");
    private static readonly Output Head = new("head",
        "Hash of the last event: record it elsewhere to prove later that the log was not truncated.");

    private static readonly Input<string> Expect = Input.Text("expect", "A hash noted earlier, which the log must contain.");
    private static readonly Input<string> Anchor = Input.Text("anchor",
        "A file with the last event of an earlier run, which the log must contain; the present last event is then noted there. Keep it "
            + "where nobody who can write the store can change it.");

    public override StepDefinition Definition { get; } =
        new("history verify", "Check that no event of the log was changed, removed or inserted.")
    {
        Details = "Reads every event individually, and compares the log with the last event that each host was told of, with the last "
            + "one that was signed where signing.trust is configured, and with the pages, copies of many events in one object, with "
            + "which the other commands read a long log.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, Expect, Anchor, StoreInputs.Store],
        Outputs = [Events, Head],
        Ends = [ExitCode.Failed],
        Examples =
        [
            new("history verify --environment production", "Is the audit trail intact?"),
            new("history verify --environment production --anchor /var/lib/audit/production.json", "On a schedule, on another machine."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var (anchors, file) = (deployers.Anchors(step), step.Get(Anchor) is { } path ? new AnchorFile(path) : null);
        var noted = file?.Read();
        var hosts = await anchors.LookAsync(cancellation); // before the log is read: what they were told of is there
        try
        {
            var problems = await ProblemsAsync(step, anchors.Log, noted, cancellation);
            problems.AddRange(hosts.SelectMany(host => host.Failure is { } failure
                ? [$"{host.Host.Name} cannot tell what it was told of the log: {failure}"]
                : anchors.Problems(host, adoptsHost: false).Select(Text)));
            return Tell(anchors.Log, hosts.Count(host => host.State?.Head is not null), file, problems);
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.BadInput)
        {
            throw new PipelineException(e.Problems, ExitCode.Failed, e);
        }
    }

    /// <summary>What is wrong with the log by itself, or by what is noted beside it.</summary>
    private async Task<List<string>> ProblemsAsync(StepContext step, EventLog log, LogHead? noted, CancellationToken cancellation)
    {
        var (events, wrongPages) = await log.VerifyAsync(cancellation);
        var found = new List<string>();
        if (step.Get(Expect)?.Trim() is { } hash && !events.Any(logged => logged.Hash.Equals(hash, StringComparison.OrdinalIgnoreCase)))
        {
            found.Add("the log does not contain the expected hash: its end was truncated or replaced.");
        }

        if (noted is not null && !log.Contains(noted))
        {
            found.Add(Text(LostHead.Problem(step.Get(Anchor)!, noted)));
        }

        if (await checkpoints.Of(step).ProblemAsync(log, cancellation) is { } problem)
        {
            found.Add(Text(problem));
        }

        if (wrongPages.Count > 0)
        {
            found.Add("copies of events differ from the log: they are damaged, or its end was truncated or replaced. "
                + $"See {string.Join(" and ", wrongPages)} in {stores.State(step).Location}. Damaged copies can be deleted: they are "
                + "recreated.");
        }

        return found;
    }

    private static string Text(Problem problem) => $"{problem.Where}: {problem.What}";

    private static StepResult Tell(EventLog log, int hosts, AnchorFile? file, List<string> problems)
    {
        if (problems.Count == 0 && log.Head is { } head)
        {
            file?.Write(head);
        }

        var sound = string.Create(CultureInfo.InvariantCulture, $"{log.Head?.Sequence ?? 0} events, each linked to the previous one")
            + (hosts == 0 ? "." : string.Create(CultureInfo.InvariantCulture, $"; {hosts} hosts agree."));
        return (problems.Count == 0 ? StepResult.Passed(sound) : new StepResult(ExitCode.Failed, string.Join(' ', problems)))
            .With(Events, log.Head?.Sequence ?? 0).With(Head, log.Head?.Hash);
    }
}
