using Pipelines.Anchors;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.History.Events;
using Pipelines.Hosts.Failures;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Rollouts;

/// <summary>Checks that the event log is intact, and goes on from all that was noted of it elsewhere.</summary>
public sealed class HistoryVerifyStep(Deployers deployers, Checkpoints checkpoints, IStores stores, IForges forges) : Step
{
    private const string StatusScheme = "status:";

    private static readonly Output Events = new("events", "Number of events in the log.");
    private static readonly Output Head = new("head",
        "Hash of the last event: record it elsewhere to prove later that the log was not truncated.");

    private static readonly Input<string> Expect = Input.Text("expect", "A hash noted earlier, which the log must contain.");
    private static readonly Input<string> Anchor = Input.Text("anchor",
        "Where the last event of an earlier run is noted, which the log must contain; the present one is then noted there. A file that "
            + "nobody who can write the store can change, or status:COMMIT for a status of that commit on GitHub or GitLab.");

    public override StepDefinition Definition { get; } =
        new("history verify", "Check that no event of the log was changed, removed or inserted.")
    {
        Details = "Reads every event individually, and compares the log with the last event that each host was told of, with the last "
            + "one that was signed where signing.trust is configured, and with the pages, copies of many events in one object, with "
            + "which the other commands read a long log.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, Expect, Anchor, StoreInputs.Store, PlatformInputs.Token],
        Outputs = [Events, Head],
        Ends = [ExitCode.Failed],
        Examples =
        [
            new("history verify --environment production", "Is the audit trail intact?"),
            new("history verify --environment production --anchor /var/lib/audit/production.json", "On a schedule, on another machine."),
            new("history verify --environment production --anchor status:6dcb09b5b57875f334f61aebed695e2e4193db5e",
                "In a scheduled job, which keeps no files."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var (anchors, anchor) = (deployers.Anchors(step), AnchorOf(step));
        var noted = anchor is null ? null : await anchor.ReadAsync(cancellation);
        var hosts = await anchors.LookAsync(cancellation); // before the log is read: what they were told of is there
        try
        {
            var problems = await ProblemsAsync(step, anchors.Log, noted, cancellation);
            problems.AddRange(hosts.SelectMany(host => host.Failure is { } failure
                ? [$"{host.Host.Name} cannot tell what it was told of the log: {failure}"]
                : anchors.Problems(host, adoptsHost: false).Select(Text)));
            if (problems.Count == 0 && anchor is not null && anchors.Log.Head is { } head)
            {
                await anchor.WriteAsync(head, cancellation);
            }

            return Tell(anchors.Log, hosts.Count(host => host.State?.Head is not null), problems);
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

    private IHeadAnchor? AnchorOf(StepContext step)
    {
        if (step.Get(Anchor) is not { } place)
        {
            return null;
        }

        if (!place.StartsWith(StatusScheme, StringComparison.Ordinal))
        {
            return new AnchorFile(place);
        }

        var commit = place[StatusScheme.Length..];
        return CommitHash.IsFull(commit)
            ? new StatusAnchor(forges.For(step.Get(PlatformInputs.Token)).Statuses, commit, $"pipelines/{step.App}/{step.Environment}")
            : throw PipelineException.BadInput("--anchor", $"{PrintableText.Of(commit)} is not a commit.", "Give its full SHA.");
    }

    private static string Text(Problem problem) => $"{problem.Where}: {problem.What}";

    private static StepResult Tell(EventLog log, int hosts, List<string> problems)
    {
        var sound = $"{Plural.Of(log.Head?.Sequence ?? 0, "event")}, each linked to the previous one"
            + (hosts == 0 ? "." : $"; {Plural.Of(hosts, "host")} agree{(hosts == 1 ? "s" : "")}.");
        return (problems.Count == 0 ? StepResult.Passed(sound) : new StepResult(ExitCode.Failed, string.Join(' ', problems)))
            .With(Events, log.Head?.Sequence ?? 0).With(Head, log.Head?.Hash);
    }
}
