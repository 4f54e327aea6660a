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

        /// <summary>The entries of two mappings. What is no mapping gives way to the nearer one.</summary>
        /// <param name="farther">Its keys come first.</param>
        /// <param name="nearer">A key without a value takes away what the farther one says.</param>
        /// <param name="both">Merges the values of a key that both have.</param>
        public static ConfigNode Merge(ConfigNode farther, ConfigNode nearer, Func<string, ConfigNode, ConfigNode, ConfigNode> both)
        {
            if ((farther, nearer) is not (Mapping far, Mapping near))
            {
                return nearer is Scalar { Text: "" } ? farther : nearer;
            }

            var own = near.Entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
            var merged = far.Entries.Where(entry => !own.ContainsKey(entry.Key) || own[entry.Key].Value is not Scalar { Text: "" })
                .Select(entry => own.TryGetValue(entry.Key, out var mine)
                    ? mine with { Value = both(entry.Key, entry.Value, mine.Value) } : entry);
            var names = far.Entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
            return new Mapping([.. merged, .. near.Entries.Where(entry => !names.Contains(entry.Key))], near.At);
        }
    }
}
