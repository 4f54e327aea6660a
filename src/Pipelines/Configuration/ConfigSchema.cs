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
    /// <summary>Every key of the file, at any depth, with its path. What <see cref="SharingKeys"/> hold is the same again.</summary>
    public IEnumerable<(string Path, Key Key)> All =>
        Key.AtAnyDepth([.. TopKeys, EnvironmentsKey()]).Concat(SharingKeys.Select(key => (key.Name, key)));

    /// <summary>Keys with which apps and environments share what they have in common; they are gone when the file has been read.</summary>
    public IReadOnlyList<Key> SharingKeys =>
    [
        Key.Optional(SharedKeys.Defaults, "What every environment starts with: any keys of an environment.", Environment()) with
        {
            DefaultText = "nothing",
            Example = """
                app: backend
                defaults:
                  calendar: office
                  deploy: { keep: 5, env: { NODE_ENV: production } }
                environments:
                  staging:
                    hosts: ["ssh://staging.example.com"]
                    calendar: null                   # takes the default away: always open
                  production:
                    hosts: ["ssh://web-1.example.com", "ssh://web-2.example.com"]
                    deploy: { keep: 20 }             # mappings are merged: env stays; lists are replaced
                calendars:
                  office: { zone: Europe/Berlin, open: ["mon-fri 09:00-18:00"] }
                """,
        },
        Key.Optional(
            SharedKeys.Apps, "Several apps instead of one, by name: each has any of the top-level keys, and starts with those that stand "
                + "beside apps. Steps are told which with --app.",
            Shapes.Map(Shape(EnvironmentsKey(), "an app"), NamePattern.Identifier)) with
        {
            DefaultText = "the one in app",
            Example = """
                store: s3://acme-releases/shop?region=eu-central-1
                defaults:
                  deploy: { keep: 5 }
                apps:
                  web:
                    package: { path: web/dist }      # from the directory of this file
                    environments:
                      production: { hosts: ["ssh://web-1.example.com"] }
                  api:
                    package: { path: api/dist }
                    environments:
                      production:
                        hosts: ["ssh://api-1.example.com"]
                        deploy: { service: { systemd: api.service } }
                """,
        },
    ];

    public static Key<IReadOnlyDictionary<string, ConfigRecord>> Environments(Shape<ConfigRecord> environment) => Key.Needed(
        SharedKeys.Environments, "Where the app runs, by name, such as staging and production.",
        Shapes.Map(environment, NamePattern.Identifier));

    /// <summary>Reads the file.</summary>
    /// <returns>One file for each app; none if there were problems, which are then in <paramref name="reading"/>.</returns>
    public IReadOnlyList<ConfigFile> Read(string path, ConfigNode root, ConfigReading reading)
    {
        reading.Keys = () => All;
        var environments = EnvironmentsKey();
        var shape = Shape(environments);
        var files = new SharedKeys(shape.Keys, Environment()).Separate(root, reading).Select(ReadApp).ToList();
        return reading.Problems.Count == 0 ? files : [];

        ConfigFile ReadApp(ConfigNode app)
        {
            var sound = shape.TryRead(app, "", reading, out var top);
            foreach (var check in Checks)
            {
                check(app, reading);
            }

            var named = sound ? top.Require(environments) : new Dictionary<string, ConfigRecord>();
            return new ConfigFile(path, top, named, this) { Root = app };
        }
    }

    public JsonObject JsonSchema()
    {
        var schema = Shape(EnvironmentsKey()).Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", ".pipelines.yml");
        var one = schema["required"]!.DeepClone();
        schema.Remove("required");
        schema["oneOf"] = new JsonArray(Requiring(one), Requiring(new JsonArray(SharedKeys.Apps)));
        var keys = schema["properties"]!.AsObject();
        foreach (var key in SharingKeys)
        {
            keys[key.Name] = key.Described();
        }

        var app = keys[SharedKeys.Apps]!["additionalProperties"]!.AsObject();
        app.Remove("required"); // its keys may stand beside apps
        var own = app["properties"]!.AsObject();
        own.Remove(CoreKeys.App.Name);
        own[SharedKeys.Defaults] = keys[SharedKeys.Defaults]!.DeepClone();
        AllowNull(keys);
        AllowNull(own);
        return schema;

        static JsonObject Requiring(JsonNode keys) => new() { ["required"] = keys };
    }

    /// <summary>A key without a value takes a default away.</summary>
    private static void AllowNull(JsonObject file)
    {
        var keys = file[SharedKeys.Environments]!["additionalProperties"]!["properties"]!.AsObject();
        foreach (var (name, value) in keys.ToList())
        {
            var inner = value!.DeepClone().AsObject();
            inner.Remove("description");
            keys[name] = new JsonObject
            {
                ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, inner),
                ["description"] = value["description"]!.DeepClone(),
            };
        }
    }

    private Key<IReadOnlyDictionary<string, ConfigRecord>> EnvironmentsKey() => Environments(Environment());

    private RecordShape<ConfigRecord> Environment() => new("an environment", EnvironmentKeys, Whole) { MayBeAbsent = true };

    private static bool Whole(ConfigRecord record, ConfigReading reading, out ConfigRecord value)
    {
        value = record;
        return true;
    }

    private RecordShape<ConfigRecord> Shape(Key environments, string expected = "the configuration file") =>
        Shapes.Record(expected, [.. TopKeys, environments], record => record, [SharedKeys.Apps, SharedKeys.Defaults]);
}
