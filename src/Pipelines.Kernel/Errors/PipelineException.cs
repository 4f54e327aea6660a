namespace Pipelines.Errors;

/// <summary>
/// The exception for all expected failures. Its problems are shown without a stack trace, and the process exits with
/// <see cref="ExitCode"/>. Any other exception that reaches the top is a bug and keeps its stack trace.
/// </summary>
public class PipelineException : Exception
{
    public PipelineException(string message, string? hint = null, ExitCode exitCode = ExitCode.Failed, Exception? inner = null)
        : this([new Problem(null, message, hint)], exitCode, inner)
    {
    }

    public PipelineException(IReadOnlyList<Problem> problems, ExitCode exitCode = ExitCode.BadInput, Exception? inner = null)
        : base(string.Join(Environment.NewLine, problems), inner)
    {
        Problems = problems;
        ExitCode = exitCode;
    }

    /// <summary>All problems found, never empty, in the order in which they were found.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    public ExitCode ExitCode { get; }

    /// <summary>Invalid user input at <paramref name="where"/>.</summary>
    public static PipelineException BadInput(string where, string what, string? hint = null) =>
        new([new Problem(where, what, hint)]);
}
