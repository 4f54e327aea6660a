using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

internal sealed class MappedShape<TIn, TOut>(Shape<TIn> inner, Func<TIn, TOut> convert) : Shape<TOut>
{
    public override string Expected => inner.Expected;

    public override IEnumerable<(string Path, Key Key)> Below => inner.Below;

    public override bool TryRead(ConfigNode node, string path, ConfigReading reading, out TOut value)
    {
        var read = inner.TryRead(node, path, reading, out var found);
        value = read ? convert(found) : default!;
        return read;
    }

    public override ConfigNode Merge(ConfigNode farther, ConfigNode nearer) => inner.Merge(farther, nearer);

    public override JsonObject Schema() => inner.Schema();
}
