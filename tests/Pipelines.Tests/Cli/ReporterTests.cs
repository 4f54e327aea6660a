using System.Text.RegularExpressions;
using Pipelines.Cli.Hosts;
using Pipelines.Cli.Reporting;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>One scripted sequence of everything that a step can tell, once for each host.</summary>
public sealed partial class ReporterTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeClock _clock = new();
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        _directory.Dispose();
        _output.Dispose();
    }

    [Theory]
    [InlineData(nameof(CiHost.GitHub), false, "github")]
    [InlineData(nameof(CiHost.GitLab), false, "gitlab")]
    [InlineData(nameof(CiHost.None), false, "log")]
    [InlineData(nameof(CiHost.None), true, "terminal")]
    public void EveryHostTellsItsOwnWay(string host, bool watched, string name)
    {
        var summary = _directory["summary"];
        Tell(Reporter(Enum.Parse<CiHost>(host), watched, summary));
        var page = File.Exists(summary) ? $"\n=== summary page ===\n{File.ReadAllText(summary)}" : "";
        Snapshot.Match(Token().Replace($"{_output}{page}", "TOKEN"), name);
    }

    [Theory]
    [InlineData("a\r::set-output name=x::y")]
    [InlineData("::set-output name=x::y")]
    [InlineData("  ::add-mask::x")]
    [InlineData("text ##[add-path]/evil")]
    [InlineData("one\n::stop-commands::x\nthree")]
    [InlineData("::error::x%0A::warning::y")]
    public void ForeignTextGivesGitHubsRunnerNoCommand(string text)
    {
        Reporter(CiHost.GitHub).Info(text);
        var stopped = (string?)null;
        foreach (var line in $"{_output}".Split('\n', '\r')) // the runner ends lines at both
        {
            var command = line.TrimStart();
            if (stopped is null && command.StartsWith("::stop-commands::", StringComparison.Ordinal) && Token().IsMatch(command))
            {
                stopped = $"::{command["::stop-commands::".Length..]}::";
            }
            else if (command == stopped)
            {
                stopped = null;
            }
            else
            {
                Assert.True(stopped is not null
                    || !(command.StartsWith("::", StringComparison.Ordinal) || command.Contains("##[", StringComparison.Ordinal)), line);
            }
        }

        Assert.Null(stopped);
    }

    [Fact]
    public void ATokenIsNeverUsedTwice()
    {
        var reporter = Reporter(CiHost.GitHub);
        reporter.Info("::a");
        reporter.Info("::b");
        Assert.Equal(2, Token().Matches($"{_output}").Select(match => match.Value).Distinct().Count());
    }

    [Theory]
    [InlineData(4096, "x", 4096, "x")]
    [InlineData(4097, "x", 4096, "…")]
    [InlineData(4094, "😀😀", 4095, "…")] // not between the halves of a character
    [InlineData(4093, "😀😀", 4096, "…")]
    public void AnAnnotationIsCutBetweenCharacters(int length, string end, int told, string last)
    {
        Reporter(CiHost.GitHub).Error(new Problem(null, new string('x', length - (end == "x" ? 1 : 0)) + end));
        var message = $"{_output}"["::error::".Length..^1];
        Assert.Equal(told, message.Length);
        Assert.EndsWith(last, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(message)));
    }

    [Fact]
    public void ASummaryEndsWithANoteWhenItIsTooLongForThePage()
    {
        var (summary, reporter) = (_directory["summary"], Reporter(CiHost.GitHub, summary: _directory["summary"]));
        for (var i = 0; i < 12; i++)
        {
            reporter.Summary(new string('ä', 50_000));
        }

        reporter.Summary("short");
        var bytes = File.ReadAllBytes(summary);
        Assert.InRange(bytes.Length, 1_000_000, 1024 * 1024);
        Assert.NotEqual(0xEF, bytes[0]); // no byte order mark
        Assert.EndsWith("ä\n\nThe rest is too long for this page; see the log.\n", File.ReadAllText(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void ASummaryThatCannotBeWrittenIsAWarning()
    {
        Reporter(CiHost.GitHub, summary: _directory["absent/summary"]).Summary("x");
        Assert.StartsWith("::warning::GITHUB_STEP_SUMMARY: the summary cannot be written: ", $"{_output}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(CiHost.GitHub))]
    [InlineData(nameof(CiHost.GitLab))]
    [InlineData(nameof(CiHost.None))]
    public void ASecretIsMetNowhere(string host)
    {
        var reporter = Reporter(Enum.Parse<CiHost>(host), summary: _directory["summary"]);
        reporter.Mask(new Secret("BEGIN KEY\r\nline-one\nline-two\n"));
        _output.GetStringBuilder().Clear(); // GitHub's own masking commands hold the lines
        using (reporter.Group("group line-one"))
        {
            reporter.Info("raw BEGIN KEY\r\nline-one\nline-two\n");
            reporter.Info("inside a longer xline-twox text, line-\u0000one and line-\e[1mtwo");
            reporter.Warning(new Problem("line-one", "BEGIN KEY", "line-two"));
            reporter.Error(new Problem("line-one", "BEGIN KEY", "line-two"));
            reporter.Summary("line-one");
        }

        Assert.DoesNotMatch("BEGIN KEY|line-one|line-two",
            $"{_output}{(File.Exists(_directory["summary"]) ? File.ReadAllText(_directory["summary"]) : "")}");
    }

    [Theory]
    [InlineData("abc", "abc stays")] // would blank out ordinary words
    [InlineData("abcd", "*** goes")]
    public void OnlySecretsOfSomeLengthAreTakenOut(string secret, string expected)
    {
        var redaction = new Redaction();
        redaction.Add(new Secret(secret));
        Assert.Equal(expected, redaction.Apply(expected.Replace("***", secret, StringComparison.Ordinal)));
    }

    [Fact]
    public void TheLongerSecretGoesFirst()
    {
        var redaction = new Redaction();
        redaction.Add(new Secret("pass"));
        redaction.Add(new Secret("password"));
        Assert.Equal("*** ***", redaction.Apply("password pass"));
    }

    [Theory]
    [InlineData("1", "::debug::50%25 of it%0A::error::no\n")]
    [InlineData(null, "")]
    public void GitHubGetsDetailsWhenTheRunIsDebugged(string? debug, string expected)
    {
        CiHosts.Reporter(CiHost.GitHub, _output, _output, false, name => name == "RUNNER_DEBUG" ? debug : null, _clock, new Redaction())
            .Debug("50% of it\n::error::no");
        Assert.Equal(expected, $"{_output}");
    }

    private TerminalReporter Reporter(CiHost host, bool watched = false, string? summary = null) =>
        CiHosts.Reporter(host, _output, _output, watched, name => name == "GITHUB_STEP_SUMMARY" ? summary : null, _clock,
            new Redaction());

    private void Tell(TerminalReporter reporter)
    {
        reporter.Mask(new Secret("s3cret, 100%\nsecond line"));
        reporter.Info("a line with s3cret, 100% in it");
        using (reporter.Group("stage\nlocal: 100%"))
        {
            reporter.Info("two\nlines");
            using (reporter.Group("inner"))
            {
                reporter.Info("tab\tand \u0007bell, \e[31mred\e[0m, \e]0;title\u0007, \u009b2J");
            }

            reporter.Warning(new Problem("hosts[1]", "is slow.", "Look at it."));
        }

        reporter.Error(new Problem("calendar", "there is no \"ofice\".", "Did you mean office?", new SourcePosition("a,b:c.yml", 3, 7)));
        reporter.Error(new Problem(null, "two\nlines, 50% \r\n::error::forged"));
        reporter.Info("::set-output name=x::y");
        reporter.Info("\e[0Ksection_start:1:forged\r\e[0Kforged");
        reporter.Progress(new Progress("packaging", 0, 40, "files"));
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        reporter.Progress(new Progress("packaging", 1, 40, "files"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        reporter.Progress(new Progress("packaging", 10, 40, "files"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        reporter.Progress(new Progress("copying", 3 << 20, null, "bytes"));
        reporter.Progress(new Progress("copying", 4 << 20, 4 << 20, "bytes"));
        reporter.Info("end");
        reporter.Summary("### Deployed s3cret, 100%");
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Token();
}
