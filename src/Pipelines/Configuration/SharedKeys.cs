using Pipelines.Configuration.Schema;

namespace Pipelines.Configuration;

/// <summary>
/// What several apps and several environments of one file share: each app starts with the keys at the top level, each environment with
/// <c>defaults</c>. The file is taken apart into one file for each app, in which nothing is shared any more.
/// </summary>
/// <param name="keys">Top-level keys, those of <c>environments</c> among them.</param>
/// <param name="environment">The shape of an environment.</param>
public sealed class SharedKeys(IEnumerable<Key> keys, Shape<ConfigRecord> environment)
{
    internal const string Apps = "apps";
    public const string Defaults = "defaults";
    internal const string Environments = "environments";

    private readonly Shape<ConfigRecord> _app =
        Shapes.Record("an app", [.. keys, Key.Optional(Defaults, "What every environment starts with.", environment)], record => record);

    /// <summary>The file of each app. Problems are added to <paramref name="reading"/>.</summary>
    public IReadOnlyList<ConfigNode> Separate(ConfigNode root, ConfigReading reading) => Value(root, Apps) switch
    {
        null => [WithDefaults(root, reading)],
        ConfigNode.Mapping { Entries: [_, ..] apps } =>
            [.. apps.Select(app => WithDefaults(Named(app, _app.Merge(Without(root, Apps), app.Value), reading), reading))],
        var other => Refuse(other, Apps, "a mapping from names to apps", reading),
    };

    private static ConfigNode.Mapping Named(ConfigEntry app, ConfigNode whole, ConfigReading reading)
    {
        var entries = whole is ConfigNode.Mapping map ? map.Entries : [];
        if (entries.FirstOrDefault(entry => entry.Key == CoreKeys.App.Name) is { } twice)
        {
            reading.Fail(twice.Key, twice.KeyAt, $"is not for a file with {Apps}, whose keys are the names.");
        }

        var name = new ConfigEntry(CoreKeys.App.Name, app.KeyAt, new ConfigNode.Scalar(app.Key, app.KeyAt));
        return new ConfigNode.Mapping([name, .. entries.Where(entry => entry.Key != name.Key)], app.KeyAt);
    }

    private ConfigNode WithDefaults(ConfigNode app, ConfigReading reading)
    {
        if (Value(app, Defaults) is not { } defaults)
        {
            return app;
        }

        if (defaults is not ConfigNode.Mapping)
        {
            Refuse(defaults, Defaults, "a mapping with keys of an environment", reading);
        }

        var map = (ConfigNode.Mapping)Without(app, Defaults);
        return map with
        {
            Entries = [.. map.Entries.Select(entry => entry is { Key: Environments, Value: ConfigNode.Mapping environments }
                ? entry with { Value = environments with { Entries = [.. environments.Entries.Select(Complete)] } } : entry)],
        };

        ConfigEntry Complete(ConfigEntry entry) => entry with { Value = environment.Merge(defaults, entry.Value) };
    }

    private static IReadOnlyList<ConfigNode> Refuse(ConfigNode node, string path, string expected, ConfigReading reading)
    {
        reading.Fail(path, node.At, $"expected {expected}, found {node.Kind}.");
        return [];
    }

    private static ConfigNode? Value(ConfigNode node, string key) =>
        (node as ConfigNode.Mapping)?.Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static ConfigNode Without(ConfigNode node, string key) =>
        node is ConfigNode.Mapping map ? map with { Entries = [.. map.Entries.Where(entry => entry.Key != key)] } : node;
}
