using System.Text;
using Pipelines.Configuration.Schema;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Cli.Steps;

/// <summary>Shows the effective configuration of an environment, including defaults. Secrets remain references.</summary>
internal sealed class ConfigShowStep : Step
{
    public override StepDefinition Definition { get; } = new("config show",
        "Show the effective configuration of an environment, including defaults.")
    {
        Details = "Secrets are shown as references, never as values.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }],
        Examples = [new("config show --environment production", "What applies to production?")],
    };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var (config, environment) = (step.Config, step.Environment);
        var root = (ConfigNode.Mapping)config.Root!;
        var environments = root.Entries.Single(entry => entry.Key == "environments").Value as ConfigNode.Mapping;
        var own = environments!.Entries.Single(entry => entry.Key == environment).Value as ConfigNode.Mapping;
        var text = new StringBuilder();
        Show(text, config.Schema.TopKeys, root, indent: 0);
        text.AppendLine("environments:").AppendLine($"  {environment}:");
        Show(text, config.Schema.EnvironmentKeys, own ?? new ConfigNode.Mapping([], root.At), indent: 4);
        return Task.FromResult(StepResult.Passed("") with { Views = [new Preformatted(text.ToString())] });
    }

    private static void Show(StringBuilder text, IEnumerable<Key> keys, ConfigNode.Mapping map, int indent)
    {
        foreach (var key in keys)
        {
            if (map.Entries.FirstOrDefault(entry => entry.Key == key.Name) is { } entry)
            {
                ConfigText.Append(text, entry, indent);
            }
            else if (key.DefaultText is { } value)
            {
                text.AppendLine($"{new string(' ', indent)}{key.Name}:  # default: {value}");
            }
        }
    }
}
