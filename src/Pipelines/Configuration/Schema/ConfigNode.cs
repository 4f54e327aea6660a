using Pipelines.Errors;

namespace Pipelines.Configuration.Schema;

/// <summary>A parsed value of the configuration file with its place, free of the library that parsed it.</summary>
public abstract record ConfigNode(SourcePosition At)
{
    /// <summary>What it is, for error messages.</summary>
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

    /// <param name="Entries">In file order; the parser has refused duplicate keys.</param>
    public sealed record Mapping(IReadOnlyList<ConfigEntry> Entries, SourcePosition At) : ConfigNode(At)
    {
        public override string Kind => "a mapping";
    }
}
