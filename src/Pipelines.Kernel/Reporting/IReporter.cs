using Pipelines.Errors;

namespace Pipelines.Reporting;

/// <summary>
/// Where a step tells what it does. GitHub, GitLab and the terminal each render it their own way.
/// Texts may hold anything a user typed: the renderer, not the caller, makes them safe for its host.
/// </summary>
public interface IReporter
{
    /// <summary>Opens a titled group (GitHub group, GitLab section); disposing the result closes it.</summary>
    IDisposable Group(string title);

    /// <summary>One line about something that has happened.</summary>
    void Info(string text);

    /// <summary>A detail for whoever looks for a fault; shown only when the host was asked for such.</summary>
    void Debug(string text);

    /// <summary>Something the user should look at though the step goes on.</summary>
    void Warning(Problem problem);

    /// <summary>Something that fails the step.</summary>
    void Error(Problem problem);

    /// <summary>How far long work has come; shown as a bar to a person and now and then as a line in a log.</summary>
    void Progress(Progress progress);

    /// <summary>Never show this value from here on. Called before the value can reach any text.</summary>
    void Mask(Secret secret);

    /// <summary>Adds Markdown to the job's summary page where the host has one.</summary>
    void Summary(string markdown);
}
