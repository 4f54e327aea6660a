using System.Text.Json.Nodes;
using Pipelines.Configuration.Schema;
using Pipelines.Model;

namespace Pipelines.Configuration;

/// <summary>The whole file: top-level keys and environment keys, collected from the features that own them.</summary>
/// <param name="TopKeys">Top-level keys, except <c>environments</c>.</param>
/// <param name="EnvironmentKeys">Keys of one environment.</param>
/// <param name="Checks">Checks of references between sections.</param>
public sealed record ConfigSchema(IReadOnlyList<Key> TopKeys, IReadOnlyList<Key> EnvironmentKeys, IReadOnlyList<ConfigCheck> Checks)
{
    public static Key<IReadOnlyDictionary<string, ConfigRecord>> Environments(Shape<ConfigRecord> environment) => Key.Needed(
        "environments", "Where the app runs, by name, such as staging and production.", Shapes.Map(environment, NamePattern.Identifier));

    /// <summary>Reads the file.</summary>
    /// <returns>The file, or null if there were problems, which are then in <paramref name="reading"/>.</returns>
    public ConfigFile? Read(string path, ConfigNode root, ConfigReading reading)
    {
        var environments = EnvironmentsKey();
        var sound = Shape(environments).TryRead(root, "", reading, out var top);
        foreach (var check in Checks)
        {
            check(root, reading);
        }

        return sound ? new ConfigFile(path, top, top.Require(environments), this) { Root = root } : null;
    }

    public JsonObject JsonSchema()
    {
        var schema = Shape(EnvironmentsKey()).Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", ".pipelines.yml");
        return schema;
    }

    private Key<IReadOnlyDictionary<string, ConfigRecord>> EnvironmentsKey() =>
        Environments(new RecordShape<ConfigRecord>("an environment", EnvironmentKeys, Whole) { MayBeAbsent = true });

    private static bool Whole(ConfigRecord record, ConfigReading reading, out ConfigRecord value)
    {
        value = record;
        return true;
    }

    private RecordShape<ConfigRecord> Shape(Key environments) =>
        Shapes.Record("the configuration file", [.. TopKeys, environments], record => record);
}
