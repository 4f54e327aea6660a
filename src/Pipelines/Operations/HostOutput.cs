using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Programs;
using Pipelines.Hosts.Targets;
using Pipelines.Reporting;

namespace Pipelines.Operations;

/// <summary>Runs one program on several hosts side by side, and shows what each says.</summary>
internal static class HostOutput
{
    /// <summary>Runs it. Each line is shown as it comes, with the name of its host where there are several.</summary>
    /// <returns>How it ended on each host, in their order.</returns>
    public static Task<IReadOnlyList<HostAnswer>> RunAsync(IReadOnlyList<Target> targets, HostProgram program, HostJob job,
        IReporter reporter, CancellationToken cancellation)
    {
        return targets.AskAsync(AnswerAsync, cancellation);

        async Task<HostAnswer> AnswerAsync(Target target, CancellationToken token)
        {
            var name = target.Host.Name;
            var lines = new LineReporter(line => reporter.Info(targets.Count > 1 ? $"{name}: {line}" : line), reporter);
            try
            {
                var ending = await target.Host.RunAsync(program, job, lines, token);
                return new HostAnswer(name, ending.Status, ending.Output, null);
            }
            catch (PipelineException e)
            {
                reporter.Error(e.Problems[0] with { Where = e.Problems[0].Where ?? name });
                return new HostAnswer(name, null, "", e.Problems[0].What);
            }
        }
    }
}
