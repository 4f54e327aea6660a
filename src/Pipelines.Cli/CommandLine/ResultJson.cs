using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>The result of a step for programs: keys in snake_case, instants in UTC.</summary>
internal static class ResultJson
{
    public static JsonNode Of(StepDefinition step, StepResult result)
    {
        if (result.Json is { } whole)
        {
            return whole;
        }

        var json = Head(step, result.ExitCode, result.Message);
        foreach (var (output, value) in result.Outputs)
        {
            json[output.JsonName] = value?.DeepClone();
        }

        foreach (var view in result.Views)
        {
            view.AddTo(json);
        }

        foreach (var (name, value) in result.Details)
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    public static JsonNode Of(StepDefinition step, PipelineException failure)
    {
        var json = Head(step, failure.ExitCode, failure.Problems[0].ToString());
        json["errors"] = new JsonArray([.. failure.Problems.Select(Error)]);
        return json;
    }

    private static JsonObject Head(StepDefinition step, ExitCode exitCode, string message) => new()
    {
        ["step"] = step.Name,
        ["result"] = ExitCodes.Word(exitCode),
        ["exit_code"] = (int)exitCode,
        ["message"] = message,
    };

    private static JsonObject Error(Problem problem) => new()
    {
        ["where"] = problem.Where,
        ["what"] = problem.What,
        ["hint"] = problem.Hint,
        ["file"] = problem.At?.File,
        ["line"] = problem.At?.Line,
        ["column"] = problem.At?.Column,
    };
}
