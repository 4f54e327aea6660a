using Pipelines.Errors;

namespace Pipelines.Reporting;

/// <summary>
/// Receives reports of what a step does. GitHub, GitLab and the terminal each render them in their own way. Texts may contain anything a
/// user typed: the renderer, not the caller, makes them safe for its host.
/// </summary>
public interface IReporter
{
    /// <summary>Opens a titled group (GitHub group, GitLab section); disposing the result closes it.</summary>
    IDisposable Group(string title);

    /// <summary>One line about something that has happened.</summary>
    void Info(string text);

    /// <summary>A detail for debugging; shown only if the host asks for debug output.</summary>
    void Debug(string text);

    /// <summary>Something the user should look at, although the step continues.</summary>
    void Warning(Problem problem);

    /// <summary>Something that fails the step.</summary>
    void Error(Problem problem);

    /// <summary>Progress of long work; shown as a bar in a terminal and as an occasional line in a log.</summary>
    void Progress(Progress progress);

    /// <summary>Masks this value from now on. Called before the value can appear in any text.</summary>
    void Mask(Secret secret);

    /// <summary>A text without the masked values, for everything that leaves the program on another way than this.</summary>
    string Redact(string text) => text;
}
