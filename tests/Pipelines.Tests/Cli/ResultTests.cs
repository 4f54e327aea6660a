using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases;
using Pipelines.Tests.Steps;
using Pipelines.Views;

namespace Pipelines.Tests.Cli;

/// <summary>How an invocation ends: exit status, standard output, standard error, files for later steps.</summary>
public sealed class ResultTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task SuccessIsOneJsonValueAndNothingElse()
    {
        var exitCode = await TryAsync(step =>
        {
            step.Reporter.Info("working");
            return StepResult.Passed("done.") with { Details = new JsonObject { ["list"] = new JsonArray(1, "ü\"\n") } };
        }, "--output", "json");

        Assert.Equal(0, exitCode);
        Assert.Equal("{\"step\":\"try\",\"result\":\"passed\",\"exit_code\":0,\"message\":\"done.\",\"list\":[1,\"ü\\\"\\n\"]}", Flat());
        Assert.Equal("working\n", _run.Error);
    }

    [Fact]
    public async Task OutputsHaveSnakeCaseNamesAndTheirOwnTypes()
    {
        Output number = new("a-number", ""), absent = new("not-there", ""), at = new("at-what-time", "");
        await TryAsync(_ => StepResult.Passed("").With(ScriptedStep.Answer, true).With(number, 42).With(absent, (string?)null)
            .With(at, new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(1))), "--output=json");
        Assert.EndsWith("\"the_answer\":true,\"a_number\":42,\"not_there\":null,\"at_what_time\":\"2026-03-01T09:00:00Z\"}", Flat(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AListCanBeTheWholeResult()
    {
        await TryAsync(_ => StepResult.Passed("x") with { Json = new JsonArray(1, 2) }, "--output:json");
        Assert.Equal("[1,2]", Flat());
    }

    [Fact]
    public async Task AnExpectedFailureTellsAllItsProblems()
    {
        var exitCode = await TryAsync(
            _ => throw new PipelineException(
                [new Problem("a", "is bad.", "Mend it.", new SourcePosition("f.yml", 3, 7)), new Problem(null, "and worse.")],
                ExitCode.LeaseHeld),
            "--output", "json");

        Assert.Equal(11, exitCode);
        Assert.Equal(
            "{\"step\":\"try\",\"result\":\"lease-held\",\"exit_code\":11,\"message\":\"f.yml:3:7: a: is bad. Mend it.\",\"errors\":["
            + "{\"where\":\"a\",\"what\":\"is bad.\",\"hint\":\"Mend it.\",\"file\":\"f.yml\",\"line\":3,\"column\":7},"
            + "{\"where\":null,\"what\":\"and worse.\",\"hint\":null,\"file\":null,\"line\":null,\"column\":null}]}",
            Flat());
        Assert.Equal("error: f.yml:3:7: a: is bad. Mend it.\nerror: and worse.\n", _run.Error);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task ABugEndsWith70AndKeepsItsStack(string format)
    {
        var exitCode = await TryAsync(_ => throw new InvalidOperationException("boom"), "--output", format);

        Assert.Equal(70, exitCode);
        Assert.Contains("this is a bug in pipelines, please report it: System.InvalidOperationException: boom", _run.Error,
            StringComparison.Ordinal);
        Assert.Contains("at Pipelines.Tests.Cli.ResultTests", _run.Error, StringComparison.Ordinal);
        if (format == "json")
        {
            Assert.Equal(("bug", 70), (_run.Json.GetProperty("result").GetString(), _run.Json.GetProperty("exit_code").GetInt32()));
        }
    }

    [Fact]
    public async Task CancellationEndsWith130()
    {
        using var stop = new CancellationTokenSource();
        var step = new ScriptedStep(async (_, cancellation) =>
        {
            await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            return StepResult.Passed("never");
        });

        Assert.Equal(130, await _run.RunAsync([step], ["try", "--output", "json"], stop.Token));
        Assert.Equal(("cancelled", "cancelled."),
            (_run.Json.GetProperty("result").GetString(), _run.Json.GetProperty("message").GetString()));
        Assert.Equal("error: cancelled.\n", _run.Error);
    }

    [Fact]
    public async Task ACancellationThatNobodyAskedForIsABug() =>
        Assert.Equal(70, await TryAsync(_ => throw new OperationCanceledException()));

    [Theory]
    [InlineData(ExitCode.Passed, 0, "said\nall right\n", "")]
    [InlineData(ExitCode.Failed, 1, "said\n", "error: all right\n")]
    [InlineData(ExitCode.Blocked, 3, "said\n", "error: all right\n")]
    [InlineData(ExitCode.RolledBack, 4, "said\n", "error: all right\n")]
    [InlineData(ExitCode.RollbackFailed, 5, "said\n", "error: all right\n")]
    public async Task TheExitStatusIsThatOfTheResult(ExitCode code, int status, string output, string error)
    {
        Assert.Equal(status, await TryAsync(_ => new StepResult(code, "all right") { Views = [new Preformatted("said\n")] }));
        Assert.Equal((output, error), (_run.Output, _run.Error));
    }

    [Theory]
    [InlineData("true", 1, "error: outputs: they cannot be passed to later steps: ")]
    [InlineData("false", 4, "error: outputs: they cannot be passed to later steps: ")]
    public async Task OutputsThatCannotBeWrittenFailWhatHasPassedAndLeaveEveryOtherStatus(string passed, int status, string error)
    {
        _run.Variables["GITLAB_CI"] = "true";
        _run.Variables["CI_PROJECT_DIR"] = _directory["absent"];
        Assert.Equal(status,
            await TryAsync(_ => new StepResult(passed == "true" ? ExitCode.Passed : ExitCode.RolledBack, "")
            .With(ScriptedStep.Answer, "x"), "--output", "json"));
        Assert.Contains(error, _run.Error, StringComparison.Ordinal);
        Assert.Equal(status, _run.Json.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task SecretsLeaveNeitherInJsonNorInOutputsNorInText()
    {
        var path = _directory["outputs"];
        _run.Variables["GITHUB_ACTIONS"] = "true";
        _run.Variables["GITHUB_OUTPUT"] = path;
        await TryAsync(Leak, "--output", "json");
        Assert.Equal(
            ("***", "a *** b", "***"),
            (_run.Json.GetProperty("the_answer").GetString(), _run.Json.GetProperty("message").GetString(),
                _run.Json.GetProperty("deep")[0].GetProperty("x").GetString()));
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Contains("\n***\n", await File.ReadAllTextAsync(path), StringComparison.Ordinal);

        await TryAsync(Leak);
        Assert.DoesNotContain("hunter2", _run.Output.Replace("::add-mask::hunter2", "", StringComparison.Ordinal),
            StringComparison.Ordinal);

        static StepResult Leak(StepContext step)
        {
            step.Reporter.Mask(new Secret("hunter2"));
            return (StepResult.Passed("a hunter2 b")
                with { Views = [new Preformatted("hunter2\n")],
                    Details = new JsonObject { ["deep"] = new JsonArray(new JsonObject { ["x"] = "hunter2" }) } })
                .With(ScriptedStep.Answer, "hunter2");
        }
    }

    [Fact]
    public async Task AResultCannotGiveTheRunnerACommand()
    {
        const string evil = "x ##[add-path]/tmp\n::set-env name=A::b";
        _run.Variables["GITHUB_ACTIONS"] = "true";
        await TryAsync(_ => StepResult.Passed(evil) with { Views = [new Preformatted(evil)] }, "--output", "json");
        Assert.DoesNotContain("##[", _run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_run.Output.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal));
        Assert.Equal(evil, _run.Json.GetProperty("message").GetString());

        await TryAsync(_ => StepResult.Passed("") with { Views = [new Preformatted(evil)] });
        Assert.Equal(2, _run.Output.Split("::stop-commands::").Length - 1);
    }

    private async Task<int> TryAsync(Func<StepContext, StepResult> act, params string[] arguments) =>
        await _run.RunAsync([new ScriptedStep(act)], ["try", .. arguments], CancellationToken.None);

    private string Flat() =>
        JsonNode.Parse(_run.Output)!.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
