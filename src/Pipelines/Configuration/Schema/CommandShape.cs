using System.Text.Json.Nodes;

namespace Pipelines.Configuration.Schema;

internal sealed class CommandShape : Shape<IReadOnlyList<string>>
{
    public override string Expected => CommandLineText.Expected;

    public override bool TryRead(ConfigNode node, string path, ConfigReading reading, out IReadOnlyList<string> value)
    {
        value = [];
        return node switch
        {
            ConfigNode.Sequence { Items.Count: > 0 } list => Shapes.List(Shapes.Text).TryRead(list, path, reading, out value),
            ConfigNode.Scalar scalar when CommandLineText.TrySplit(scalar.Text, out value) => true,
            _ => Mismatch(node, path, reading),
        };
    }

    public override JsonObject Schema() => Shapes.List(Shapes.Text).Schema();
}
