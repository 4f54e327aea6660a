namespace Pipelines.Errors;

/// <summary>A position in a text file. Lines and columns count from 1.</summary>
/// <param name="File">Path as given by the user.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public sealed record SourcePosition(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
