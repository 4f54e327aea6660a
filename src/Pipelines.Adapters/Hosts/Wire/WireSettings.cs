using System.Text.Json.Nodes;
using Pipelines.Adapters.Configuration;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Signing;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>
/// What a host needs of the configuration file: the app's name, and how the environment is deployed and checked, as it stands there. The
/// host reads it by the same schema, so that nothing of it has a second format.
/// </summary>
internal static class WireSettings
{
    private const string Place = "the configuration sent to the host";

    private static readonly SourcePosition s_nowhere = new(Place, 1, 1);

    private static readonly string[] s_sections = [DeployKeys.Deploy.Name, Health.Checks.HealthKeys.Health.Name];

    /// <summary>Takes it from a valid file.</summary>
    /// <param name="config">The file.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="trust">Keys of which one has to have signed a release.</param>
    public static JsonObject Write(ConfigFile config, string environment, IReadOnlyList<PublicKey> trust)
    {
        var root = YamlReader.Read(config.Path, config.Text, new ConfigReading());
        var sections = s_sections.ToDictionary(name => name, name => Find(root, "environments", environment, name))
            .Where(section => section.Value is not null).Select(section => KeyValuePair.Create(section.Key, Json(section.Value!)));
        return new JsonObject
        {
            ["app"] = config.Top.Require(CoreKeys.App),
            ["signing"] = new JsonObject { ["trust"] = new JsonArray([.. trust.Select(key => JsonValue.Create(key.Pem))]) },
            ["environments"] = new JsonObject { [environment] = new JsonObject(sections) },
        };
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="PipelineException">It is not what <see cref="Write"/> wrote.</exception>
    public static ConfigFile Read(JsonNode settings, ConfigSchema schema)
    {
        var reading = new ConfigReading();
        var file = schema.Read(Place, Node(settings), reading);
        return file is not null && reading.Problems.Count == 0 ? file : throw new PipelineException(reading.Problems);
    }

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
