using System.Text;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Hosts;
using Pipelines.Hosts.Variables;

namespace Pipelines.Cli.Generation;

/// <summary>The reference page of the configuration file: each section with a commented example and all of its keys; placeholders and
/// variables.</summary>
internal static class ConfigReference
{
    public static string Of(ConfigSchema schema)
    {
        var text = new StringBuilder();
        text.AppendLine("<!-- Generated from the configuration schema by `./build.sh generate`. Do not edit. -->");
        text.AppendLine("# The configuration file").AppendLine();
        text.AppendLine("`.pipelines.yml` in the root of the repository. Unknown keys are errors. Secrets are always references: "
            + "`env:NAME` or `file:PATH`.");
        text.AppendLine("A JSON Schema for editors is in [pipelines.schema.json](pipelines.schema.json). `pipelines explain KEY` prints "
            + "what is here of one key.").AppendLine();
        AppendKeys(text, "Top level", [.. schema.TopKeys, .. schema.SharingKeys]);
        AppendKeys(text, "In an environment", schema.EnvironmentKeys);
        AppendNames(text, "Placeholders", "In `deploy.service`, `install`, `traffic`, `env` and `hooks`, in `health` apart from `headers`, "
            + "`basic-auth` and `postgres`, and in `maintenance` tasks that run on hosts, `{name}` stands for a value. `{{` is a literal "
            + "brace. Variables of a shell are not replaced.", SlotPlaceholders.All.Select(each => ($"{{{each.Name}}}", each.Meaning)));
        AppendNames(text, "Variables", "The app, `install`, hooks and health commands get these in their environment, beside those of "
            + $"`deploy.env`. Of the deploying user's own they get `{string.Join("`, `", HostVariables.Inherited)}`, except for a service "
            + "under systemd.", HostVariables.ForAll);
        AppendNames(text, "Variables of hooks", "Hooks get these as well. When each one runs is described at [deploy](#deploy).",
            HostVariables.ForHooks);
        foreach (var key in schema.TopKeys.Concat(schema.SharingKeys).Concat(schema.EnvironmentKeys).Where(key => key.Example is not null))
        {
            text.AppendLine($"## {key.Name}").AppendLine();
            text.AppendLine(key.Summary).AppendLine();
            text.AppendLine($"```yaml\n{key.Example!.TrimEnd()}\n```").AppendLine();
            if (schema.SharingKeys.All(sharing => sharing.Name != key.Name) && key.Below.ToList() is { Count: > 0 } below)
            {
                text.AppendLine(Table(below));
            }
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void AppendKeys(StringBuilder text, string title, IReadOnlyList<Key> keys) =>
        text.AppendLine($"## {title}").AppendLine().AppendLine(Table(keys.Select(key => (key.Name, key))));

    private static void AppendNames(StringBuilder text, string title, string about, IEnumerable<(string Name, string Meaning)> names) =>
        text.AppendLine($"## {title}").AppendLine().AppendLine(about).AppendLine()
            .AppendLine(Markdown.Table(["Name", "Meaning"], names.Select(each => (string[])[$"`{each.Name}`", each.Meaning])));

    private static string Table(IEnumerable<(string Path, Key Key)> keys) => Markdown.Table(
        ["Key", "Description", "Value", "Default"],
        keys.Select(nested => (string[])[$"`{nested.Path}`", nested.Key.Summary, nested.Key.Expected,
            nested.Key.Required ? "required" : nested.Key.DefaultText ?? ""]));
}
