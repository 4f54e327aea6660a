using System.Globalization;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Processes;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Statistics;

/// <summary>Shows how deployments went over a period.</summary>
public sealed class StatsStep(EventLogs logs, IProcessRunner processes, TimeProvider clock) : Step
{
    private const int DefaultDays = 30;

    private static readonly Input<TimeSpan?> Since =
        Input.Duration("since", "How far to look back.").Or(TimeSpan.FromDays(DefaultDays), "30d");

    private static readonly Input<StatisticsGrouping> By =
        Input.Choice<StatisticsGrouping>("by", "What to group by; weeks are those of UTC.",
        ("environment", StatisticsGrouping.Environment), ("type", StatisticsGrouping.Type), ("week", StatisticsGrouping.Week))
        .Or(StatisticsGrouping.Environment, "environment");

    private static readonly Input<bool> Explain =
        Input.Flag("explain", "Also show the deployments that each metric was computed from.");

    private static readonly Input<bool> Csv = Input.Flag("csv", "Print the groups as CSV, for spreadsheets, and nothing else.");

    private static readonly Output Deployments = new("deployments",
        "How many deployments ended in the period; blocked and cancelled ones, and those that changed nothing, are not counted.");

    private static readonly Output SuccessRate = new("success-rate", "Percentage of those that succeeded; empty if there were none.");

    public override StepDefinition Definition { get; } =
        new("stats", "Show how many deployments succeeded, how long they took, and the DORA metrics.")
    {
        Details =
            "Everything comes from the event logs. The lead time begins with a commit, and is known where this is run in a checkout that "
            + "has the commits (on a platform: with the whole history). A change failed if it was rolled back, automatically or by a "
            + "person. Rework is what nobody had planned: emergencies and rollbacks. What cannot be computed is \"not known\".",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("schedule:\n  - cron: \"0 7 1 * *\""),
        Inputs =
            [CommonInputs.Environment with { Summary = "Only this environment. Default: all." }, Since, By, Explain, Csv,
                StoreInputs.Store],
        Outputs = [Deployments, SuccessRate],
        EnvironmentAction = "access",
        Examples =
        [
            new("stats", "How did the last 30 days go?"),
            new("stats --environment production --since 90d --by week --explain", "And in production, week by week?"),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var period = step.Get(Since)!.Value;
        var (attempts, now) = (await AttemptsAsync(step, clock.GetUtcNow() - period, cancellation), clock.GetUtcNow());
        var groups = Groups(attempts, step.Get(By));
        var total = new GroupStatistics("total", attempts);
        if (step.Get(Csv))
        {
            return Result([new Preformatted(StatisticsTables.Csv([.. groups, total]))]);
        }

        var times = await new CommitTimes(processes, step.Config.Directory)
            .OfAsync(attempts.Select(attempt => attempt.Record.Request.Commit), cancellation);
        var dora = new DoraMetrics(attempts, period).All(commit => commit is not null && times.TryGetValue(commit, out var at) ? at : null);
        return Result(
        [
            new Paragraph($"{step.App}, from {Instants.Format(now - period)} to {Instants.Format(now)}:"),
            StatisticsTables.Groups.Of([.. groups, total]),
            StatisticsTables.Dora(step.Get(Explain)).Of(dora),
        ]);

        StepResult Result(IReadOnlyList<View> views) => (StepResult.Passed("") with { Views = views })
            .With(Deployments, total.Deployments)
            .With(SuccessRate, total.SuccessRate?.Percent.ToString("0.#", CultureInfo.InvariantCulture));
    }

    private async Task<IReadOnlyList<Attempt>> AttemptsAsync(StepContext step, DateTimeOffset from, CancellationToken cancellation)
    {
        var environments = step.Get(CommonInputs.Environment) is { } only ? [only] : step.Config.Environments.Keys.ToArray();
        var all = await Task.WhenAll(environments.Select(async environment =>
            new DeploymentHistory(await logs.Of(step, environment).ReadAsync(cancellation)).Deployments
                .Where(record => record.StartedAt >= from).Select(record => new Attempt(environment, record))));
        return [.. all.SelectMany(attempts => attempts)];
    }

    private static List<GroupStatistics> Groups(IReadOnlyList<Attempt> attempts, StatisticsGrouping by) =>
    [
        .. attempts.GroupBy(attempt => by switch
        {
            StatisticsGrouping.Type => attempt.Type.WireName(),
            StatisticsGrouping.Week => Week(attempt.Record.StartedAt.UtcDateTime),
            _ => attempt.Environment,
        }).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new GroupStatistics(group.Key, [.. group])),
    ];

    private static string Week(DateTime day) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day)}-W{ISOWeek.GetWeekOfYear(day):00}");
}
