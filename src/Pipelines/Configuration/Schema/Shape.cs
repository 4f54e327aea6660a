using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

/// <summary>The required form of a value in the file: how to read it, and its JSON Schema.</summary>
public abstract class Shape<T>
{
    /// <summary>What is expected, for the end of a sentence: <c>a duration such as 30s</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>The keys below a value of this shape, at any depth. Names that the user chooses stand as NAME.</summary>
    public virtual IEnumerable<(string Path, Key Key)> Below => [];

    /// <summary>Reads a node. Problems are added to <paramref name="reading"/>; returns false if there was one.</summary>
    public abstract bool TryRead(ConfigNode node, string path, ConfigReading reading, out T value);

    /// <summary>A value that is written in two places: what the nearer one says, with what only the farther one says where the parts of
    /// the value can be told apart by their keys.</summary>
    /// <param name="farther">As in <c>defaults</c>.</param>
    /// <param name="nearer">As in an environment.</param>
    public virtual ConfigNode Merge(ConfigNode farther, ConfigNode nearer) => nearer;

    /// <summary>The JSON Schema (draft 2020-12) of this shape.</summary>
    public abstract JsonObject Schema();

    /// <summary>The same shape with a converted type; <paramref name="convert"/> must not fail.</summary>
    public Shape<TOther> Select<TOther>(Func<T, TOther> convert) => new MappedShape<T, TOther>(this, convert);

    protected bool Mismatch(ConfigNode node, string path, ConfigReading reading) =>
        reading.Fail(path, node.At, $"expected {Expected}, found {node.Kind}.");
}
