using System.Text.Json.Nodes;
using Pipelines.Adapters.Configuration;
using Pipelines.Cli.Hosts;
using Pipelines.Cli.Reporting;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Cli.CommandLine;

/// <summary>Runs one step, from typed options to exit status: bind, run, report. Contains the only catch in the program.</summary>
/// <param name="host">The program that runs us.</param>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="loadConfig">Loads the configuration file.</param>
/// <param name="run">What is known about this run, of which the configuration file is in this directory; null for none.</param>
/// <param name="reporter">Receives reports from steps.</param>
/// <param name="output">Standard output, for JSON.</param>
internal sealed class StepRunner(
    CiHost host,
        Func<string, string?> variable, Func<ConfigPlace, ConfigFile> loadConfig, Func<string?, CancellationToken, Task<RunContext>> run,
    TerminalReporter reporter, TextWriter output)
{
    public async Task<int> RunAsync(Step step, Func<Input, string?> flag, OutputFormat format, CancellationToken cancellation)
    {
        try
        {
            var bind = () => new InputBinder(flag, variable, loadConfig).Bind(step.Definition);
            var (inputs, config) = bind();
            foreach (var (name, value) in inputs)
            {
                if (value is Secret secret)
                {
                    reporter.Mask(secret);
                }

                reporter.Debug($"input {name}: {value ?? "not given"}");
            }

            if (config?.Files.Place is { Length: > 0 } place)
            {
                reporter.Info($"using the rules in {config.Path}{place}.");
            }

            var result = await step.RunAsync(Context((inputs, config), await run(config?.Directory, cancellation), bind), cancellation);
            _ = Write(() => OutputFiles.MarkEnded(host, variable));
            if (reporter.HasSummary && step.Definition.Faces == Faces.Everywhere)
            {
                reporter.Summary(
                    (result.Page
                    ?? Page(step.Definition, inputs.GetValueOrDefault(CommonInputs.Environment.Name) as string, result)).Markdown);
            }

            return Tell(step.Definition, result, format);
        }
        catch (PipelineException e)
        {
            return Tell(step.Definition, e, format);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Tell(step.Definition, new PipelineException("cancelled.", exitCode: ExitCode.Cancelled), format);
        }
#pragma warning disable CA1031 // the top of the program: any other exception is a bug and is reported with its stack trace
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Tell(step.Definition, new PipelineException(BugReport.Of(e), exitCode: ExitCode.Bug), format);
        }
    }

    private StepContext Context(
        (IReadOnlyDictionary<string, object?> Values, ConfigFile? Config) bound, RunContext run,
        Func<(IReadOnlyDictionary<string, object?> Values, ConfigFile? Config)> bind) =>
        new(bound.Values, bound.Config, run, reporter)
        {
            Secrets = new SecretSource(variable, bound.Config?.Directory ?? ".", reporter),
            Reader = () => Context(bind(), run, bind),
        };

    private static StepPage Page(StepDefinition step, string? environment, StepResult result) => new(
        $"{(result.ExitCode == ExitCode.Passed ? "✅" : "❌")} {step.Name}{(environment is null ? "" : $": {environment}")}",
        [.. result.Message.Length > 0 ? [new Paragraph(result.Message)] : Array.Empty<View>(), .. result.Views]);

    private int Tell(StepDefinition step, StepResult result, OutputFormat format)
    {
        var exitCode = HandOver(step, result) || result.ExitCode != ExitCode.Passed ? result.ExitCode : ExitCode.Failed;
        if (format == OutputFormat.Json)
        {
            Print(ResultJson.Of(step, result with { ExitCode = exitCode }));
        }
        else
        {
            Say(result);
        }

        return (int)exitCode;
    }

    /// <summary>
    /// Writes the outputs for later steps, and reports. False if that failed, which has then been reported: the work itself is done.
    /// </summary>
    private bool HandOver(StepDefinition step, StepResult result) => Write(() =>
    {
        OutputFiles.Write(host, result, variable, reporter.Redact);
        Reports?.Write(step, result.Checks, result.Links, []);
    });

    private GitLabReports? Reports =>
        host == CiHost.GitLab ? new GitLabReports(Path.GetFullPath(variable("CI_PROJECT_DIR") ?? "."), reporter.Redact) : null;

    private bool Write(Action files)
    {
        try
        {
            files();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reporter.Error(new Problem("outputs", $"they cannot be passed to later steps: {e.Message}"));
            return false;
        }
    }

    private void Say(StepResult result)
    {
        if (string.Concat(result.Views.Select(view => view.Text)) is { Length: > 0 } text)
        {
            reporter.Info(text.TrimEnd('\n'));
        }

        if (result.Message.Length == 0)
        {
            return;
        }

        if (result.ExitCode == ExitCode.Passed)
        {
            reporter.Info(result.Message);
        }
        else
        {
            reporter.Error(new Problem(null, result.Message));
        }
    }

    private int Tell(StepDefinition step, PipelineException failure, OutputFormat format)
    {
        foreach (var problem in failure.Problems)
        {
            reporter.Error(problem);
        }

        _ = Write(() => Reports?.Write(step, [], [], failure.Problems));
        if (format == OutputFormat.Json)
        {
            Print(ResultJson.Of(step, failure));
        }

        return (int)failure.ExitCode;
    }

    private void Print(JsonNode json) => output.WriteLine(JsonText.Of(json, reporter.Redact));
}
