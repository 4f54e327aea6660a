using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Adapters.Posix;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>
/// Keeps beside the environment file of each deployment how it runs, so that what was live is stopped, started, reached and proven as it
/// was then, whatever the file says today. With the secrets of its checks, therefore 0600.
/// </summary>
/// <param name="layout">Where.</param>
/// <param name="spec">Of today: for what no deployment recorded.</param>
/// <param name="schema">Of the configuration file.</param>
internal sealed class SpecKeeper(HostLayout layout, HostSpec spec, Func<ConfigSchema> schema)
{
    private const string Extension = ".json";
    private const string Settings = "settings";
    private const string Secrets = "secrets";

    /// <summary>How the file says today that the app is deployed.</summary>
    public HostSpec Today => spec;

    /// <summary>Where the spec is that belongs to an environment file.</summary>
    public static string FileBeside(string environmentFile) => Path.ChangeExtension(environmentFile, Extension);

    /// <summary>Keeps today's spec as that of a deployment in a slot.</summary>
    public void Keep(string deployment, string slot)
    {
        if (spec.Settings is { } settings)
        {
            var kept = new JsonObject
            {
                [Settings] = settings.DeepClone(),
                [Secrets] = new JsonObject(spec.CheckSecrets.Select(secret =>
                    KeyValuePair.Create(secret.Key, (JsonNode?)JsonValue.Create(secret.Value.Reveal())))),
            };
            AtomicFiles.Write(FileBeside(layout.Environment(deployment, slot)), System.Text.Encoding.UTF8.GetBytes(kept.ToJsonString()));
        }
    }

    /// <summary>The spec of what is in a slot now.</summary>
    public HostSpec InSlot(string slot)
    {
        var target = new FileInfo(layout.SlotEnvironment(slot)).LinkTarget;
        return target is not null && Path.GetDirectoryName(target) == layout.Environments ? Read(FileBeside(target)) : spec;
    }

    /// <summary>The spec that a deployment brought for a slot.</summary>
    public HostSpec Of(LiveRelease live) => Read(FileBeside(layout.Environment(live.Deployment, live.Slot)));

    /// <summary>Today's where an earlier version deployed and recorded none, and where what it recorded cannot be read any more: going back
    /// has to be tried all the same.</summary>
    private HostSpec Read(string file)
    {
        try
        {
            if (File.Exists(file) && JsonNode.Parse(File.ReadAllBytes(file)) is JsonObject kept
                && kept[Settings] is JsonObject settings && kept[Secrets] is JsonObject secrets)
            {
                var config = DeploySettings.Read(settings, schema());
                var known = secrets.ToDictionary(secret => secret.Key, secret => new Secret($"{secret.Value}"));
                return DeployKeys.Spec(config, config.Environments.Values.Single(), new KeptSecrets(known)) with
                {
                    Root = spec.Root,
                    Trust = spec.Trust,
                };
            }
        }
        catch (Exception e) when (e is JsonException or PipelineException or InvalidOperationException)
        {
            return spec;
        }

        return spec;
    }
}
