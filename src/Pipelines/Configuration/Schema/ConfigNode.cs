using Pipelines.Errors;

namespace Pipelines.Configuration.Schema;

/// <summary>A parsed value of the configuration file with its position, independent of the parser library.</summary>
public abstract record ConfigNode(SourcePosition At)
{
    /// <summary>Its kind, for error messages.</summary>
    public abstract string Kind { get; }

    /// <param name="Text">The text without quotes; empty for a key without a value.</param>
    public sealed record Scalar(string Text, SourcePosition At) : ConfigNode(At)
    {
        public override string Kind => Text.Length == 0 ? "nothing" : $"\"{Text}\"";
    }

    public sealed record Sequence(IReadOnlyList<ConfigNode> Items, SourcePosition At) : ConfigNode(At)
    {
        public override string Kind => "a list";
    }

    /// <param name="Entries">In file order; the parser has rejected duplicate keys.</param>
    public sealed record Mapping(IReadOnlyList<ConfigEntry> Entries, SourcePosition At) : ConfigNode(At)
    {
        public override string Kind => "a mapping";
    }
}
