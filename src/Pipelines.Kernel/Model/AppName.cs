using Pipelines.Errors;

namespace Pipelines.Model;

/// <summary>The application's name, which becomes a segment of store keys.</summary>
public static class AppName
{
    public static string? Problem(string app) =>
        app.Length is >= 1 and <= 63 && char.IsAsciiLetterOrDigit(app[0])
            && app.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null
            : "is not an application name. Expected up to 63 letters, digits, '-', '_' or '.', starting with a letter or digit";

    /// <exception cref="PipelineException">It is not a valid name.</exception>
    public static string Checked(string app) =>
        Problem(app) is { } problem ? throw PipelineException.BadInput("app", $"\"{app}\" {problem}.") : app;
}
