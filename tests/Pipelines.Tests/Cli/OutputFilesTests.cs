using System.Text;
using System.Text.RegularExpressions;
using Pipelines.Cli.Hosts;
using Pipelines.Steps;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed partial class OutputFilesTests : IDisposable
{
    private static readonly Output Reason = new("the-reason", "");
    private static readonly Output Url = new("url", "");
    private static readonly Output Passed = new("passed", "");
    private static readonly Output Seconds = new("wait-seconds", "");
    private static readonly Output Absent = new("next-open", "");

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void GitHubGetsEveryOutputInTheFormWithADelimiter()
    {
        Write(CiHost.GitHub, Result("one\ntwo=3\r\nEOF"));
        var bytes = File.ReadAllBytes(_directory["outputs"]);
        var text = Encoding.UTF8.GetString(bytes);
        var delimiter = Delimiter().Match(text).Value;
        Assert.Equal(
            $"the-reason<<{delimiter}\none\ntwo=3\r\nEOF\n{delimiter}\npassed<<{delimiter}\ntrue\n{delimiter}\nwait-seconds<<{delimiter}\n90\n{delimiter}\nnext-open<<{delimiter}\n\n{delimiter}\n",
            text);
        Assert.Equal((byte)'t', bytes[0]); // no byte order mark
    }

    [Fact]
    public void TheDelimiterCannotBeGuessedAndTheFileIsAppendedTo()
    {
        Write(CiHost.GitHub, Result("a"));
        Write(CiHost.GitHub, Result("b"));
        Assert.Equal(2, Delimiter().Matches(File.ReadAllText(_directory["outputs"])).Select(match => match.Value).Distinct().Count());
    }

    [Fact]
    public void WithoutAPlaceForThemNothingIsWritten()
    {
        OutputFiles.Write(CiHost.GitHub, Result("a"), _ => null, text => text);
        OutputFiles.Write(CiHost.None, Result("a"), _ => _directory["outputs"], text => text);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a = b # c \"d\" 'e' $F", "a = b # c \"d\" 'e' $F")]
    [InlineData("one\r\n\r\ntwo\nthree\rfour\u2028five", "one  two three four five")]
    [InlineData("", "")]
    public void GitLabGetsOneLineAnOutput(string value, string line)
    {
        Write(CiHost.GitLab, Result("stale"));
        Write(CiHost.GitLab, Result(value));
        Assert.Equal(
            new Dictionary<string, string> { ["THE_REASON"] = line, ["PASSED"] = "true", ["WAIT_SECONDS"] = "90", ["NEXT_OPEN"] = "" },
            Dotenv(File.ReadAllBytes(_directory[OutputFiles.DotenvFile])));
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(5120)]
    [InlineData(100_000)]
    public void WhatIsTooLongForGitLabIsCutFromTheLongestValue(int length)
    {
        Write(CiHost.GitLab, Result(new string('x', length)).With(Url, "https://gitlab.example/deployments/42"));
        var values = Dotenv(File.ReadAllBytes(_directory[OutputFiles.DotenvFile]));
        Assert.Equal("https://gitlab.example/deployments/42", values["URL"]);
        Assert.Equal(length > 5000, values["THE_REASON"].EndsWith("...", StringComparison.Ordinal));
        Assert.InRange(values["THE_REASON"].Length, 4990, 5120);
    }

    [Fact]
    public void ManyLongValuesAreCutTooAndNeverThroughACharacter()
    {
        var result = Result(string.Concat(Enumerable.Repeat("😀", 3000)));
        foreach (var i in Enumerable.Range(0, 10))
        {
            result.With(new Output($"more-{i}", ""), string.Concat(Enumerable.Repeat("😀", 1000 + i)));
        }

        Write(CiHost.GitLab, result);
        var values = Dotenv(File.ReadAllBytes(_directory[OutputFiles.DotenvFile]));
        Assert.Equal(14, values.Count);
        Assert.Equal("90", values["WAIT_SECONDS"]);
    }

    [Fact]
    public void NoOutputsAreAnEmptyReport()
    {
        Write(CiHost.GitLab, StepResult.Passed(""));
        Assert.Empty(File.ReadAllBytes(_directory[OutputFiles.DotenvFile]));
    }

    private static StepResult Result(string reason) =>
        StepResult.Passed("").With(Reason, reason).With(Passed, true).With(Seconds, 90).With(Absent, (string?)null);

    private void Write(CiHost host, StepResult result) => OutputFiles.Write(
        host, result, name =>
            name switch { "GITHUB_OUTPUT" => _directory["outputs"], "CI_PROJECT_DIR" => _directory.Path, _ => null }, text => text);

    /// <summary>As strict as GitLab: names, no blank lines, no byte order mark, valid UTF-8, 5 KB.</summary>
    private static Dictionary<string, string> Dotenv(byte[] report)
    {
        Assert.InRange(report.Length, 0, 5 * 1024);
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(report);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n');
        Assert.All(lines, line => Assert.Matches("^[A-Za-z0-9_]+=[^\r]*$", line));
        return lines.Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    [GeneratedRegex("ghadelimiter_[0-9a-f]{32}")]
    private static partial Regex Delimiter();
}
