using Pipelines.Cli.Reporting;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Cli.Hosts;

/// <summary>Everything that depends on the program that runs us: detection, reporter, run context.</summary>
internal static class CiHosts
{
    public static CiHost Detect(Func<string, string?> variable) => (variable("GITHUB_ACTIONS"), variable("GITLAB_CI")) switch
    {
        ("true", _) => CiHost.GitHub,
        (_, "true") => CiHost.GitLab,
        _ => CiHost.None,
    };

    /// <param name="host">The program that runs us.</param>
    /// <param name="output">Standard output, or standard error while standard output carries JSON.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="watched">Whether that stream is a terminal.</param>
    public static TerminalReporter Reporter(
        CiHost host, TextWriter output, TextWriter errors, bool watched, Func<string, string?> variable, TimeProvider clock,
        Redaction redaction) => host switch
        {
            CiHost.GitHub =>
                new GitHubReporter(output, variable("GITHUB_STEP_SUMMARY"), variable("RUNNER_DEBUG") == "1", new ProgressLines(clock),
                    redaction),
            CiHost.GitLab => new GitLabReporter(output, new ProgressLines(clock), clock, redaction),
            _ => new TerminalReporter(
                output,
                errors,
                colour: watched && string.IsNullOrEmpty(variable("NO_COLOR")),
                watched ? new ProgressBar(output, clock) : new ProgressLines(clock),
                redaction),
        };

    public static RunContext Run(CiHost host, Func<string, string?> variable) => host switch
    {
        CiHost.GitHub => GitHubRun.Read(variable),
        CiHost.GitLab => GitLabRun.Read(variable),
        _ => new RunContext("local") { Origin = new Origin { Actor = variable("USER") } },
    };
}
