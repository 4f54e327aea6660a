using System.Text.Json.Nodes;
using Pipelines.Configuration.Schema;

namespace Pipelines.Hosts.Waves;

/// <summary>The sizes of waves: one for all after a first host, or a list.</summary>
internal sealed class SizesShape(Shape<Share> size) : Shape<IReadOnlyList<Share>>
{
    private readonly Shape<IReadOnlyList<Share>> _one = size.Select(RolloutSpec.AfterOne);
    private readonly Shape<IReadOnlyList<Share>> _list = Shapes.Some(size);

    public override string Expected => $"{size.Expected}, or a list of them";

    public override bool TryRead(ConfigNode node, string path, ConfigReading reading, out IReadOnlyList<Share> value) =>
        (node is ConfigNode.Sequence ? _list : _one).TryRead(node, path, reading, out value);

    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray(_one.Schema(), _list.Schema()) };
}
