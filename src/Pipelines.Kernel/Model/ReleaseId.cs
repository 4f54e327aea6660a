using System.Diagnostics.CodeAnalysis;
using Pipelines.Errors;

namespace Pipelines.Model;

/// <summary>Identifies a release: the first 12 hex digits of its manifest's digest, in lower case.</summary>
public sealed record ReleaseId
{
    private const int Length = 12;

    private ReleaseId(string value) => Value = value;

    public string Value { get; }

    /// <exception cref="PipelineException">The text is not 12 lower-case hex digits.</exception>
    public static ReleaseId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw PipelineException.BadInput("release",
            $"\"{text}\" is not a release id. Expected {Length} hex digits, such as 3f2a90c1d4e5.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out ReleaseId? id)
    {
        id = text?.Length == Length && LowerHex.Is(text) ? new ReleaseId(text) : null;
        return id is not null;
    }

    public override string ToString() => Value;

    public static ReleaseId Of(string digest) => new(digest[..Length]);
}
