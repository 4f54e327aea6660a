using System.Text.RegularExpressions;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>Plain text: for a terminal, for a log, and for standard error while standard output carries JSON.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="errors">Where warnings and errors go; the same stream where only that keeps their order.</param>
/// <param name="colour">True for a terminal with colors.</param>
/// <param name="progress">Draws progress.</param>
/// <param name="redaction">Masks values.</param>
internal partial class TerminalReporter(TextWriter output, TextWriter errors, bool colour, IProgressView progress, Redaction redaction)
    : IReporter
{
    private readonly Lock _gate = new();
    private int _depth;

    public virtual IDisposable Group(string title)
    {
        Line(title, Style.Bold, output);
        _depth++;
        return new Closing(() => _depth--);
    }

    public void Info(string text) => Line(text, Style.Plain, output);

    public virtual void Debug(string text)
    {
    }

    public virtual void Warning(Problem problem) => Line($"warning: {problem}", Style.Yellow, errors);

    public virtual void Error(Problem problem) => Line($"error: {problem}", Style.Red, errors);

    public void Progress(Progress made)
    {
        lock (_gate)
        {
            progress.Show(made, Info);
        }
    }

    public virtual void Mask(Secret secret) => redaction.Add(secret);

    /// <summary>Whether there is a summary page to write to.</summary>
    public virtual bool HasSummary => false;

    /// <summary>A terminal has no summary page; its contents have been printed line by line.</summary>
    public virtual void Summary(string markdown)
    {
    }

    /// <summary>A text without masked values.</summary>
    public string Redact(string text) => redaction.Apply(text);

    protected virtual void Line(string text, string style, TextWriter writer)
    {
        var indent = new string(' ', 2 * _depth);
        Raw(Paint(indent + Printable(text).Replace("\n", $"\n{indent}", StringComparison.Ordinal), style), writer);
    }

    /// <summary>
    /// Foreign text without anything that would move the cursor, forge a section or hide a line, and without masked values, including those
    /// that only appear once such characters are removed.
    /// </summary>
    protected string Printable(string text) =>
        Redact(new string(
            [.. Escapes().Replace(Redact(text), "").Replace("\r\n", "\n", StringComparison.Ordinal)
            .Where(c => c is '\n' or '\t' || !char.IsControl(c))]));

    protected string Paint(string text, string style) => colour && style.Length > 0 ? $"\e[{style}m{text}\e[0m" : text;

    /// <summary>Writes a line unchanged.</summary>
    protected void Raw(string line) => Raw(line, output);

    private void Raw(string line, TextWriter writer)
    {
        lock (_gate)
        {
            progress.Clear();
            writer.WriteLine(line);
        }
    }

    [GeneratedRegex(@"\e(\[[0-?]*[ -/]*[@-~]|\][^\a\e]*(\a|\e\\)?)", RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();

    /// <summary>Parameters of the escape sequence that starts a style.</summary>
    protected static class Style
    {
        public const string Plain = "";
        public const string Bold = "1";
        public const string Red = "31";
        public const string Yellow = "33";
    }

    protected sealed class Closing(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
