namespace Pipelines.Configuration.Schema;

/// <summary>A key and where it stands.</summary>
/// <param name="Path">Its path from the section that is described, such as <c>service.unit.start</c>.</param>
/// <param name="Key">The key.</param>
public sealed record NestedKey(string Path, Key Key)
{
    /// <summary>The same key seen from one section further out.</summary>
    public NestedKey Under(string name) => this with { Path = ConfigPath.Join(name, Path) };

    /// <summary>These keys, each followed by those below it.</summary>
    public static IEnumerable<NestedKey> Of(IEnumerable<Key> keys) =>
        keys.SelectMany(key => key.Below.Select(nested => nested.Under(key.Name)).Prepend(new NestedKey(key.Name, key)));
}
