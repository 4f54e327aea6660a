using System.Text.Json.Nodes;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Signing;

namespace Pipelines.Hosts;

/// <summary>
/// What a deployment runs with: the app's name, and how the environment is deployed and checked, as it stands in the configuration file,
/// with references to secrets and without their values. It is read by the schema of the file, so that nothing of it has a second format.
/// </summary>
public static class DeploySettings
{
    private const string Place = "the recorded configuration";
    private const string Environments = "environments";

    private static readonly SourcePosition s_nowhere = new(Place, 1, 1);

    private static readonly string[] s_sections = [DeployKeys.Deploy.Name, Health.Checks.HealthKeys.Health.Name];

    /// <summary>Keys of <c>deploy</c> that describe the host, and are always those of the file.</summary>
    private static readonly string[] s_ofTheHost = ["root", "keep", "verify"];

    /// <summary>Takes it from a valid file.</summary>
    /// <param name="config">The file.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="trust">Keys of which one has to have signed a release.</param>
    public static JsonObject Write(ConfigFile config, string environment, IReadOnlyList<PublicKey> trust)
    {
        var sections = s_sections.ToDictionary(name => name, name => Find(config.Root, Environments, environment, name))
            .Where(section => section.Value is not null).Select(section => KeyValuePair.Create(section.Key, Json(section.Value!)));
        return new JsonObject
        {
            ["app"] = config.Top.Require(CoreKeys.App),
            ["signing"] = new JsonObject { ["trust"] = new JsonArray([.. trust.Select(key => JsonValue.Create(key.Pem))]) },
            [Environments] = new JsonObject { [environment] = new JsonObject(sections) },
        };
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="PipelineException">It is not what <see cref="Write"/> wrote.</exception>
    public static ConfigFile Read(JsonNode settings, ConfigSchema schema)
    {
        var reading = new ConfigReading();
        return schema.Read(Place, Node(settings), reading) is [var file] ? file : throw new PipelineException(reading.Problems);
    }

    /// <summary>What an earlier deployment ran with, on the host of today: its root, how many releases it keeps, and whom it trusts.
    /// Another strategy than today's cannot be gone back to on the same root: then it is today's configuration.</summary>
    /// <param name="recorded">Of the earlier deployment.</param>
    /// <param name="today">Of the file.</param>
    public static JsonObject OnTheHostOf(JsonObject today, JsonObject recorded)
    {
        var (then, now) = (Deploy(recorded), Deploy(today));
        if (then is null || $"{then["strategy"]}" != $"{now?["strategy"]}")
        {
            return today;
        }

        var settings = recorded.DeepClone().AsObject();
        settings["signing"] = today["signing"]?.DeepClone();
        var deploy = Deploy(settings)!;
        foreach (var key in s_ofTheHost)
        {
            deploy.Remove(key);
            if (now?[key] is { } value)
            {
                deploy[key] = value.DeepClone();
            }
        }

        return settings;
    }

    /// <summary>Whether two deployments ran the same way. What is not known is taken to be the same.</summary>
    public static bool AreSame(JsonObject? one, JsonObject? other) => one is null || other is null || Changes(one, other).Count == 0;

    /// <summary>What differs in how a release runs, key by key, for people; empty when nothing does.</summary>
    public static IReadOnlyList<string> Changes(JsonObject before, JsonObject after)
    {
        var (then, now) = (Flat(before), Flat(after));
        return
        [
            .. then.Keys.Union(now.Keys).Where(key => then.GetValueOrDefault(key) != now.GetValueOrDefault(key))
                .Order(StringComparer.Ordinal)
                .Select(key => $"{key}: {then.GetValueOrDefault(key, "not set")} -> {now.GetValueOrDefault(key, "not set")}"),
        ];
    }

    private static Dictionary<string, string> Flat(JsonObject settings)
    {
        var flat = new Dictionary<string, string>();
        foreach (var (name, section) in (settings[Environments] as JsonObject)?.FirstOrDefault().Value as JsonObject ?? [])
        {
            Flatten(name, section, flat);
        }

        foreach (var key in s_ofTheHost)
        {
            flat.Remove($"{DeployKeys.Deploy.Name}.{key}");
        }

        return flat;
    }

    private static void Flatten(string path, JsonNode? node, Dictionary<string, string> flat)
    {
        var parts = node switch
        {
            JsonObject map => map.Select(entry => ($"{path}.{entry.Key}", entry.Value)),
            JsonArray list when list.Any(item => item is JsonObject) => list.Select((item, i) => ($"{path}[{i}]", item)),
            _ => [],
        };
        var isLeaf = true;
        foreach (var (below, value) in parts.ToList())
        {
            Flatten(below, value, flat);
            isLeaf = false;
        }

        if (isLeaf && node is not JsonObject)
        {
            flat[path] = node is JsonArray words ? string.Join(' ', words) : $"{node}";
        }
    }

    private static JsonObject? Deploy(JsonObject settings) =>
        ((settings[Environments] as JsonObject)?.FirstOrDefault().Value as JsonObject)?[DeployKeys.Deploy.Name] as JsonObject;

    private static ConfigNode? Find(ConfigNode? node, params IReadOnlyList<string> path) => path.Aggregate(node, (found, key) =>
        (found as ConfigNode.Mapping)?.Entries.FirstOrDefault(entry => entry.Key == key)?.Value);

    private static JsonNode? Json(ConfigNode node) => node switch
    {
        ConfigNode.Scalar scalar => JsonValue.Create(scalar.Text),
        ConfigNode.Sequence list => new JsonArray([.. list.Items.Select(Json)]),
        ConfigNode.Mapping map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "unknown node"),
    };

    private static ConfigNode Node(JsonNode? json) => json switch
    {
        JsonArray list => new ConfigNode.Sequence([.. list.Select(Node)], s_nowhere),
        JsonObject map => new ConfigNode.Mapping([.. map.Select(entry => new ConfigEntry(entry.Key, s_nowhere, Node(entry.Value)))],
            s_nowhere),
        { } scalar => new ConfigNode.Scalar(scalar.ToString(), s_nowhere),
        null => new ConfigNode.Scalar("", s_nowhere),
    };
}
