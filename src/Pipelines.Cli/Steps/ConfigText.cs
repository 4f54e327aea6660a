using System.Text;
using Pipelines.Cli.Generation;
using Pipelines.Configuration.Schema;

namespace Pipelines.Cli.Steps;

/// <summary>Configuration nodes as YAML.</summary>
internal static class ConfigText
{
    public static void Append(StringBuilder text, ConfigEntry entry, int indent)
    {
        text.Append(' ', indent).Append(YamlText.Scalar(entry.Key)).Append(':');
        Append(text, entry.Value, indent);
    }

    private static void Append(StringBuilder text, ConfigNode node, int indent)
    {
        switch (node)
        {
            case ConfigNode.Scalar scalar:
                text.Append(' ').AppendLine(YamlText.Scalar(scalar.Text));
                break;
            case ConfigNode.Sequence { Items.Count: 0 }:
                text.AppendLine(" []");
                break;
            case ConfigNode.Mapping { Entries.Count: 0 }:
                text.AppendLine(" {}");
                break;
            case ConfigNode.Sequence list:
                text.AppendLine();
                foreach (var item in list.Items)
                {
                    text.Append(' ', indent + 2).Append('-');
                    AppendItem(text, item, indent + 4);
                }

                break;
            case ConfigNode.Mapping map:
                text.AppendLine();
                foreach (var entry in map.Entries)
                {
                    Append(text, entry, indent + 2);
                }

                break;
        }
    }

    /// <summary>The first key of a mapping is on the line of its dash.</summary>
    private static void AppendItem(StringBuilder text, ConfigNode item, int indent)
    {
        if (item is not ConfigNode.Mapping { Entries.Count: > 0 } map)
        {
            Append(text, item, indent);
            return;
        }

        var inner = new StringBuilder();
        foreach (var entry in map.Entries)
        {
            Append(inner, entry, indent);
        }

        text.Append(' ').Append(inner.ToString().TrimStart(' '));
    }
}
