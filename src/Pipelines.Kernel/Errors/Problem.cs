namespace Pipelines.Errors;

/// <summary>One thing that is wrong, told so that the reader can mend it.</summary>
/// <param name="Where">The input, key path or object at fault, such as <c>hosts[2]</c> or <c>--environment</c>; null when the message says it.</param>
/// <param name="What">What is wrong and what was expected, as one sentence or two.</param>
/// <param name="Hint">What to do next; null when the message makes it plain.</param>
/// <param name="At">Place in a file; null when the fault is not in one.</param>
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
