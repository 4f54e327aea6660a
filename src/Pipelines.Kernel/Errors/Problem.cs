namespace Pipelines.Errors;

/// <summary>One problem, described so that the reader can fix it.</summary>
/// <param name="Where">The input, key path or object with the problem, such as <c>hosts[2]</c> or <c>--environment</c>; null if the message
/// includes it.</param>
/// <param name="What">What is wrong and what was expected, in one or two sentences.</param>
/// <param name="Hint">What to do next; null if the message makes it clear.</param>
/// <param name="At">Position in a file; null if the problem is not in a file.</param>
public sealed record Problem(string? Where, string What, string? Hint = null, SourcePosition? At = null)
{
    public override string ToString()
    {
        var place = At is null ? "" : $"{At}: ";
        var where = string.IsNullOrEmpty(Where) ? "" : $"{Where}: ";
        var hint = Hint is null ? "" : $" {Hint}";
        return $"{place}{where}{What}{hint}";
    }
}
