using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Maintenance;

/// <summary>Runs tasks in order, each in every place where it belongs, and measures them.</summary>
/// <param name="targets">The hosts.</param>
/// <param name="job">The job on whose behalf a host acts.</param>
/// <param name="directory">Where tasks on the runner run.</param>
internal sealed class MaintenanceRun(
    IReadOnlyList<Target> targets, Func<IHost, CancellationToken, Task<HostJob>> job, string directory, IProcessRunner processes,
    TimeProvider clock, IReporter reporter)
{
    /// <summary>One report for each task and place; tasks after one that fails the run are skipped.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="done">What had ended before the run was interrupted, and is not run again.</param>
    /// <param name="record">Records each task that ends.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<IReadOnlyList<TaskReport>> RunAsync(IReadOnlyList<MaintenanceTask> tasks, IReadOnlyList<TaskReport> done,
        Func<TaskReport, Task> record, CancellationToken cancellation)
    {
        var reports = new List<TaskReport>();
        var stopped = false;
        foreach (var task in tasks)
        {
            using var group = reporter.Group(task.Name);
            foreach (var (place, run) in Places(task))
            {
                var report = done.FirstOrDefault(earlier => (earlier.Task, earlier.Place) == (task.Name, place))
                    ?? (stopped ? new TaskReport(task.Name, place, TaskOutcome.Skipped, TimeSpan.Zero, "")
                        : await MeasureAsync(task, place, run, record, cancellation));
                reports.Add(report);
                stopped |= report.Outcome == TaskOutcome.Failed && !task.ContinueOnFailure;
            }
        }

        return reports;
    }

    /// <summary>The health of each host, after the tasks.</summary>
    public async Task<IReadOnlyList<TaskReport>> ProveAsync(CancellationToken cancellation)
    {
        var reports = new List<TaskReport>();
        foreach (var target in targets.Where(target => target.Spec.Health.Count > 0))
        {
            if ((await target.Host.InspectAsync(cancellation)).Live is { } live)
            {
                var started = clock.GetTimestamp();
                var failure = (await target.Host.ApplyAsync(new HostAction.Prove(live.Slot, live.Release),
                    await job(target.Host, cancellation), reporter, cancellation)).Failure;
                reports.Add(new TaskReport("health", target.Host.Name, failure is null
                    ? TaskOutcome.Passed : TaskOutcome.Failed, clock.GetElapsedTime(started), failure ?? ""));
            }
        }

        return reports;
    }

    private IEnumerable<(string Place, Func<CancellationToken, Task<string?>> Run)> Places(MaintenanceTask task) =>
        task.On == TaskPlace.Runner
        ? [("runner", cancellation => OnRunnerAsync(task, cancellation))]
        : targets.Select(target =>
            (target.Host.Name, (Func<CancellationToken, Task<string?>>)(cancellation => OnHostAsync(task, target, cancellation))));

    private async Task<TaskReport> MeasureAsync(MaintenanceTask task, string place, Func<CancellationToken, Task<string?>> run,
        Func<TaskReport, Task> record, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        string? failure;
        try
        {
            failure = await run(cancellation);
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.Failed)
        {
            failure = e.Message;
        }

        if (failure is not null)
        {
            reporter.Error(new Problem(task.Name, $"failed on {place}: {failure}"));
        }

        var report = new TaskReport(task.Name, place, failure is null
            ? TaskOutcome.Passed : TaskOutcome.Failed, clock.GetElapsedTime(started), failure ?? "");
        await record(report);
        return report;
    }

    private async Task<string?> OnHostAsync(MaintenanceTask task, Target target, CancellationToken cancellation) =>
        (await target.Host.ApplyAsync(new HostAction.RunTask(task.Name, task.Command, task.Within), await job(target.Host, cancellation),
            reporter, cancellation)).Failure;

    private async Task<string?> OnRunnerAsync(MaintenanceTask task, CancellationToken cancellation)
    {
        var command =
            new ProcessCommand(task.Command[0], [.. task.Command.Skip(1)]) { WorkingDirectory = directory, TimeLimit = task.Within };
        var result = await processes.RunAsync(command, reporter.Info, cancellation);
        return result.Succeeded ? null : ProcessEnding.Of(result, task.Within);
    }
}
