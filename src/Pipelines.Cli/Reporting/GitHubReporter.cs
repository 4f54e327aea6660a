using System.Text;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>
/// Workflow commands of GitHub's runner: groups, annotations with file and line, masks, the step summary. Rules: actions/runner,
/// ActionCommandManager.cs and FileCommandManager.cs.
/// </summary>
/// <param name="output">Standard output, which the runner reads line by line.</param>
/// <param name="summaryFile">GITHUB_STEP_SUMMARY; null outside a step.</param>
/// <param name="debug">True if the run has debug logging: RUNNER_DEBUG is 1.</param>
internal sealed class GitHubReporter(TextWriter output, string? summaryFile, bool debug, IProgressView progress, Redaction redaction)
    : TerminalReporter(output, output, colour: false, progress, redaction)
{
    /// <summary>The runner truncates longer messages.</summary>
    private const int MostMessage = 4096;

    /// <summary>The runner drops larger summaries.</summary>
    private const int MostSummary = 1024 * 1024;

    private const string Rest = "\nThe rest is too long for this page; see the log.\n";

    private long _summaryLeft = MostSummary - Rest.Length;

    public override IDisposable Group(string title)
    {
        Raw($"::group::{Data(title)}");
        return new Closing(() => Raw("::endgroup::"));
    }

    public override void Debug(string text)
    {
        if (debug)
        {
            Raw($"::debug::{Data(text)}");
        }
    }

    public override void Warning(Problem problem) => Annotate("warning", problem);

    public override void Error(Problem problem) => Annotate("error", problem);

    public override void Mask(Secret secret)
    {
        base.Mask(secret);
        foreach (var line in Redaction.Lines(secret))
        {
            Raw($"::add-mask::{Escape(line)}");
        }
    }

    public override bool HasSummary => summaryFile is not null;

    public override void Summary(string markdown)
    {
        if (summaryFile is null || _summaryLeft < 0)
        {
            return;
        }

        var text = Redact(markdown) + "\n";
        _summaryLeft -= Encoding.UTF8.GetByteCount(text);
        Append(summaryFile, _summaryLeft < 0 ? Rest : text);
    }

    /// <summary>The summary is optional: failing to write it does not fail the step.</summary>
    private void Append(string file, string text)
    {
        try
        {
            File.AppendAllText(file, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warning(new Problem("GITHUB_STEP_SUMMARY", $"the summary cannot be written: {e.Message}"));
        }
    }

    /// <summary>A line that the runner would treat as a command is printed with commands disabled.</summary>
    protected override void Line(string text, string style, TextWriter writer)
    {
        foreach (var line in Redact(text).Split('\n').Select(line => line.TrimEnd('\r')))
        {
            var token = line.Contains("::", StringComparison.Ordinal) || line.Contains("##[", StringComparison.Ordinal)
                ? Guid.NewGuid().ToString("N") : null;
            Raw(token is null ? line : $"::stop-commands::{token}\n{line}\n::{token}::");
        }
    }

    private void Annotate(string level, Problem problem)
    {
        var place = problem.At is { } at ? $" file={Property(at.File)},line={at.Line},col={at.Column}" : "";
        Raw($"::{level}{place}::{Data(problem.ToString())}");
    }

    private string Data(string text)
    {
        var clean = Redact(text);
        return Escape(clean.Length <= MostMessage ? clean : $"{Beginning.Of(clean, MostMessage - 1)}…");
    }

    private static string Property(string text) =>
        Escape(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);
}
