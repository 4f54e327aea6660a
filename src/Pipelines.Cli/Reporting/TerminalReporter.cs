using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>Plain text: for a person, a log that is kept, and standard error while standard output carries JSON.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="colour">True for a terminal that wants colours.</param>
/// <param name="progress">Draws progress; null to leave it out.</param>
internal class TerminalReporter(TextWriter output, bool colour, IProgressView? progress) : IReporter
{
    private readonly Lock _gate = new();
    private readonly Redaction _redaction = new();
    private int _depth;

    public virtual IDisposable Group(string title)
    {
        Line(Paint("1", title));
        _depth++;
        return new Closing(() => _depth--);
    }

    public virtual void Info(string text) => Line(text);

    public virtual void Warning(Problem problem) => Line(Paint("33", $"warning: {problem}"));

    public virtual void Error(Problem problem) => Line(Paint("31", $"error: {problem}"));

    public virtual void Progress(Progress made) => progress?.Show(made, Line);

    public virtual void Mask(Secret secret) => _redaction.Add(secret);

    /// <summary>A terminal has no summary page; what it would say has been said line by line.</summary>
    public virtual void Summary(string markdown)
    {
    }

    /// <summary>A text with masked values taken out.</summary>
    protected string Redact(string text) => _redaction.Apply(text);

    protected virtual void Line(string text) => Raw(Indent(Redact(text)));

    /// <summary>Writes a line as it is.</summary>
    protected void Raw(string line)
    {
        lock (_gate)
        {
            progress?.Clear();
            output.WriteLine(line);
        }
    }

    private string Indent(string text) => _depth == 0 ? text : string.Join('\n', text.Split('\n').Select(line => new string(' ', 2 * _depth) + line));

    private string Paint(string code, string text) => colour ? $"\e[{code}m{text}\e[0m" : text;

    protected sealed class Closing(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
