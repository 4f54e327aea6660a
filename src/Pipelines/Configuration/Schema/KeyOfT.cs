using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

/// <summary>A key whose value is a <typeparamref name="T"/>.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Summary">One sentence for the reference.</param>
/// <param name="Shape">The required form of the value.</param>
public sealed record Key<T>(string Name, string Summary, Shape<T> Shape) : Key(Name, Summary)
{
    public override string Expected => Shape.Expected;

    public override IEnumerable<(string Path, Key Key)> Below => Shape.Below;

    /// <summary>The value if the key is absent.</summary>
    public T? Default { get; private init; }

    /// <summary>The same key with a default and the text that the reference shows for it.</summary>
    public Key<T> Or(T value, string text) => this with { Default = value, DefaultText = text };

    internal override bool TryRead(ConfigNode node, string path, ConfigReading reading, out object? value)
    {
        var read = Shape.TryRead(node, path, reading, out var typed);
        value = typed;
        return read;
    }

    internal override ConfigNode Merge(ConfigNode farther, ConfigNode nearer) => Shape.Merge(farther, nearer);

    internal override JsonObject Schema() => Shape.Schema();
}
