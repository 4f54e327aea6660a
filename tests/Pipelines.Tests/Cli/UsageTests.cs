using Pipelines.Steps;

namespace Pipelines.Tests.Cli;

public sealed class UsageTests
{
    private readonly CommandRun _run = new();

    [Theory]
    [InlineData("deplyo", "error: deplyo: is not a command. Did you mean deploy?\n")]
    [InlineData("config chekc", "error: chekc: is not a command. Did you mean check?\n")]
    [InlineData("config", "error: a command is missing. Expected one of: check, show. See --help.\n")]
    [InlineData("gate --environmen production", "error: --environmen: is not an option of this command. Did you mean --environment?\n")]
    [InlineData("gate --outptu json --modee wait",
        "error: --outptu: is not an option of this command. Did you mean --output?\nerror: --modee: is not an option of this command. Did "
        + "you mean --mode?\n")]
    [InlineData("gate production",
        "error: production: is not expected here. Values come after their option, such as --environment production.\n")]
    [InlineData("gate --environment", "error: --environment: Required argument missing for option: '--environment'. See --help.\n")]
    [InlineData("gate --environment a --environment b",
        "error: --environment: Option '--environment' expects a single argument but 2 were provided. See --help.\n")]
    [InlineData("gate --output yaml", "error: --output: expected one of text, json, got \"yaml\". See --help.\n")]
    public async Task AWrongCommandLineEndsWith2AndTheNearestName(string line, string output)
    {
        Assert.Equal(2, await _run.RunAsync(line.Split(' ')));
        Assert.Equal(("", output), (_run.Output, _run.Error));
    }

    [Fact]
    public async Task WithoutAnyArgumentTheHelpIsShown()
    {
        Assert.Equal(0, await _run.RunAsync());
        Assert.Contains("deploy", _run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wibble",
        "error: wibble: is not a command. Expected one of: adopt, calendar, completion, config, db, deploy, exec, explain, gate, ")]
    public async Task WhereNoneIsNearAllAreNamed(string line, string begin)
    {
        Assert.Equal(2, await _run.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.StartsWith(begin, _run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate --nope --output json", "gate", "--nope")]
    [InlineData("config chekc --output=json", "config", "chekc")]
    [InlineData("--output json", "", null)]
    public async Task ProgramsGetAWrongCommandLineAsJson(string line, string step, string? where)
    {
        Assert.Equal(2, await _run.RunAsync(line.Split(' ')));
        Assert.Equal((step, "bad-input"), (_run.Json.GetProperty("step").GetString(), _run.Json.GetProperty("result").GetString()));
        Assert.Equal(where, _run.Json.GetProperty("errors")[0].GetProperty("where").GetString());
        Assert.StartsWith("error: ", _run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@/etc/passwd")]
    [InlineData("@absent")]
    [InlineData("[diagram]")]
    [InlineData("a b\n\"c\" $(d)")]
    [InlineData("=x")]
    public async Task AnArgumentIsATextWhateverItLooksLike(string text)
    {
        var seen = "";
        var step = new ScriptedStep(context =>
        {
            seen = context.Get(ScriptedStep.Text);
            return StepResult.Passed("");
        });
        Assert.Equal(0, await _run.RunAsync([step], ["try", "--text", text], CancellationToken.None));
        Assert.Equal(text, seen);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("--flag", true)]
    [InlineData("--flag true", true)]
    [InlineData("--flag=false", false)]
    [InlineData("--flag --text x", true)]
    public async Task AFlagNeedsNoValue(string line, bool expected)
    {
        var seen = !expected;
        var step = new ScriptedStep(context =>
        {
            seen = context.Get(ScriptedStep.Flag);
            return StepResult.Passed("");
        });
        Assert.Equal(0,
            await _run.RunAsync([step], ["try", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)], CancellationToken.None));
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task TheVersionIsPrinted()
    {
        Assert.Equal(0, await _run.RunAsync("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+", _run.Output);
    }
}
