using System.Text;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;

namespace Pipelines.Cli.Generation;

/// <summary>The reference page of the configuration file: each section with its keys and a commented example.</summary>
internal static class ConfigReference
{
    public static string Of(ConfigSchema schema)
    {
        var text = new StringBuilder();
        text.AppendLine("<!-- Generated from the configuration schema by `./build.sh generate`. Do not edit. -->");
        text.AppendLine("# The configuration file").AppendLine();
        text.AppendLine("`.pipelines.yml` in the root of the repository. Unknown keys are errors. Secrets are always references: "
            + "`env:NAME` or `file:PATH`.");
        text.AppendLine("A JSON Schema for editors is in [pipelines.schema.json](pipelines.schema.json).").AppendLine();
        AppendKeys(text, "Top level", [.. schema.TopKeys, .. schema.SharingKeys]);
        AppendKeys(text, "In an environment", schema.EnvironmentKeys);
        foreach (var key in schema.TopKeys.Concat(schema.SharingKeys).Concat(schema.EnvironmentKeys).Where(key => key.Example is not null))
        {
            text.AppendLine($"## {key.Name}").AppendLine();
            text.AppendLine(key.Summary).AppendLine();
            text.AppendLine($"```yaml\n{key.Example!.TrimEnd()}\n```").AppendLine();
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void AppendKeys(StringBuilder text, string title, IReadOnlyList<Key> keys)
    {
        text.AppendLine($"## {title}").AppendLine();
        text.AppendLine(Markdown.Table(
            ["Key", "Description", "Value", "Default"],
            keys.Select(key => (string[])[$"`{key.Name}`", key.Summary, key.Expected, key.Required ? "required" : key.DefaultText ?? ""])));
    }
}
