namespace Pipelines.Configuration.Schema;

/// <summary>One of several ways to write a value; see <see cref="Shapes.OneOf{T}"/>.</summary>
/// <param name="Key">The key that says that it is this one.</param>
/// <param name="Options">Further keys that only this one has.</param>
/// <param name="Read">Makes the value.</param>
public sealed record Case<T>(Key Key, IReadOnlyList<Key> Options, Func<ConfigRecord, T> Read)
{
    /// <summary>What is wrong with its keys beyond their shapes; null if nothing.</summary>
    public Func<ConfigRecord, (Key Key, string What)?> Problem { get; init; } = _ => null;
}
