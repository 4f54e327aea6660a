using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

/// <summary>One key of a mapping, declared once: it is read, checked, documented and added to the JSON Schema from here.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Summary">One sentence for the reference.</param>
public abstract record Key(string Name, string Summary)
{
    /// <summary>True if the mapping is invalid without it.</summary>
    public bool Required { get; init; }

    /// <summary>The default when it is absent, for the reference; null if there is none.</summary>
    public string? DefaultText { get; init; }

    /// <summary>A commented example of the section, valid YAML starting at the top level of the file; null for small keys.</summary>
    public string? Example { get; init; }

    /// <summary>What is expected, for the end of a sentence.</summary>
    public abstract string Expected { get; }

    /// <summary>The keys below it, at any depth, with their paths from here.</summary>
    public abstract IEnumerable<(string Path, Key Key)> Below { get; }

    /// <summary>These keys with their paths, each followed by those below it.</summary>
    public static IEnumerable<(string Path, Key Key)> AtAnyDepth(IEnumerable<Key> keys) => keys.SelectMany(key =>
        key.Below.Select(nested => (ConfigPath.Join(key.Name, nested.Path), nested.Key)).Prepend((key.Name, key)));

    internal abstract bool TryRead(ConfigNode node, string path, ConfigReading reading, out object? value);

    internal abstract ConfigNode Merge(ConfigNode farther, ConfigNode nearer);

    internal abstract JsonObject Schema();

    /// <summary>Its JSON Schema with its summary.</summary>
    internal JsonObject Described()
    {
        var schema = Schema();
        schema["description"] = Summary;
        return schema;
    }

    public static Key<T> Optional<T>(string name, string summary, Shape<T> shape) => new(name, summary, shape);

    public static Key<T> Needed<T>(string name, string summary, Shape<T> shape) => new(name, summary, shape) { Required = true };
}
