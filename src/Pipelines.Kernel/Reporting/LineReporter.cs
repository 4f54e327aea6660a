using Pipelines.Errors;

namespace Pipelines.Reporting;

/// <summary>Passes the lines of a program to somebody, and everything else on.</summary>
/// <param name="onLine">Told each line.</param>
/// <param name="reporter">Told everything else; masks.</param>
public sealed class LineReporter(Action<string> onLine, IReporter reporter) : IReporter
{
    public IDisposable Group(string title) => reporter.Group(title);

    public void Info(string text) => onLine(text);

    public void Debug(string text) => reporter.Debug(text);

    public void Warning(Problem problem) => reporter.Warning(problem);

    public void Error(Problem problem) => reporter.Error(problem);

    public void Progress(Progress progress) => reporter.Progress(progress);

    public void Mask(Secret secret) => reporter.Mask(secret);

    public string Redact(string text) => reporter.Redact(text);
}
