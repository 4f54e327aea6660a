using Pipelines.Cli.Hosts;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>Runs one step from typed options to exit status: bind, run, tell. Holds the only catch of the program.</summary>
/// <param name="host">Who runs us.</param>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="loadConfig">Loads the configuration file.</param>
/// <param name="run">What the platform says about this run.</param>
/// <param name="reporter">Where steps tell what they do.</param>
/// <param name="output">Standard output.</param>
internal sealed class StepRunner(
    CiHost host, Func<string, string?> variable, Func<string, ConfigFile> loadConfig, RunContext run, IReporter reporter, TextWriter output)
{
    public async Task<int> RunAsync(Step step, Func<Input, string?> flag, OutputFormat format, CancellationToken cancellation)
    {
        try
        {
            var (inputs, config) = new InputBinder(flag, variable, loadConfig).Bind(step.Definition);
            var result = await step.RunAsync(new StepContext(inputs, config, run, reporter), cancellation);
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
        catch (Exception e) when (Report(e))
        {
            return (int)ExitCode.Bug;
        }
    }

    private int Tell(StepDefinition step, StepResult result, OutputFormat format)
    {
        OutputFiles.Write(host, result, variable);
        if (format == OutputFormat.Json)
        {
            output.WriteLine(ResultJson.Of(step, result));
        }
        else
        {
            output.Write(result.Text);
            Say(result);
        }

        return (int)result.ExitCode;
    }

    private void Say(StepResult result)
    {
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

        if (format == OutputFormat.Json)
        {
            output.WriteLine(ResultJson.Of(step, failure));
        }

        return (int)failure.ExitCode;
    }

    /// <summary>A bug keeps its stack.</summary>
    private bool Report(Exception e)
    {
        reporter.Error(new Problem(null, $"this is a defect of pipelines, please report it: {e}"));
        return true;
    }
}
