using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Health.Checks;

namespace Pipelines.Hosts;

/// <summary>What may stand in braces in texts that a host makes use of, and the check that nothing else does.</summary>
public static class SlotPlaceholders
{
    public const string Port = "port";

    /// <summary>Parts of a health check that are used as they are.</summary>
    private static readonly string[] s_verbatim = [RequestHeaders.Headers.Name, RequestHeaders.BasicAuth.Name, "postgres"];

    private static readonly string[] s_expanded = ["service", "install", "traffic", "env", "hooks"];

    /// <summary>Every name with its meaning, in the order of the reference.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All { get; } =
    [
        ("app", "The app."),
        ("environment", "The environment."),
        ("release", "Id of the release."),
        ("deployment", "Id of the deployment."),
        ("slot", "main, or blue or green."),
        ("root", "Directory of the app on the host."),
        ("commit", "Commit of the release; empty when unknown."),
        (Port, "Port of the slot; only where port or ports is set."),
    ];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(placeholder => placeholder.Name)];

    /// <summary>Finds placeholders without a value in the sections <c>deploy</c> and <c>health</c> of every environment.</summary>
    public static void Check(ConfigNode root, ConfigReading reading)
    {
        foreach (var (path, environment, names) in Environments(root))
        {
            var deploy = Find(environment, DeployKeys.Deploy.Name);
            foreach (var (key, value) in Entries(deploy).Where(entry => s_expanded.Contains(entry.Key)))
            {
                Check($"{path}.{DeployKeys.Deploy.Name}.{key}", value, names, reading);
            }

            foreach (var (i, check) in Items(Find(environment, HealthKeys.Health.Name)).Index())
            {
                foreach (var (key, value) in Entries(check).Where(entry => !s_verbatim.Contains(entry.Key)))
                {
                    Check($"{path}.{HealthKeys.Health.Name}[{i}].{key}", value, names, reading);
                }
            }
        }
    }

    /// <summary>The same in the commands of tasks that run on hosts.</summary>
    /// <param name="root">The file.</param>
    /// <param name="reading">Receives problems.</param>
    /// <param name="list">Keys of the list of tasks, from an environment.</param>
    /// <param name="run">Key of a task's command.</param>
    /// <param name="isOnHosts">Whether a task runs there.</param>
    public static void CheckTasks(ConfigNode root, ConfigReading reading, IReadOnlyList<string> list, string run,
        Func<ConfigNode, bool> isOnHosts)
    {
        foreach (var (path, environment, names) in Environments(root))
        {
            var tasks = Items(list.Aggregate((ConfigNode?)environment, Find));
            foreach (var (i, command) in tasks.Select((task, i) => (i, isOnHosts(task) ? Find(task, run) : null)))
            {
                Check($"{path}.{string.Join('.', list)}[{i}].{run}", command, names, reading);
            }
        }
    }

    /// <summary>Each environment with its path and the names that have a value there.</summary>
    private static IEnumerable<(string Path, ConfigNode Environment, IReadOnlyList<string> Names)> Environments(ConfigNode root) =>
        from environment in Entries(Find(root, "environments"))
        let hasPort = Entries(Find(environment.Value, DeployKeys.Deploy.Name)).Any(entry => entry.Key is Port or "ports")
        select ($"environments.{environment.Key}", environment.Value,
            (IReadOnlyList<string>)[.. Names.Where(name => name != Port || hasPort)]);

    private static void Check(string path, ConfigNode? node, IReadOnlyList<string> names, ConfigReading reading)
    {
        switch (node)
        {
            case ConfigNode.Scalar { Text: var text, At: var at } when Placeholders.Problem(text, names) is { } problem:
                reading.Fail(path, at, problem.What,
                    $"{problem.Hint} Variables of a shell are not replaced here; write {{{{ for a brace.");
                break;
            case ConfigNode.Sequence { Items: var items }:
                foreach (var (i, item) in items.Index())
                {
                    Check($"{path}[{i}]", item, names, reading);
                }

                break;
            case ConfigNode.Mapping map:
                foreach (var (key, value) in Entries(map))
                {
                    Check($"{path}.{key}", value, names, reading);
                }

                break;
        }
    }

    private static ConfigNode? Find(ConfigNode? node, string key) => Entries(node).FirstOrDefault(entry => entry.Key == key).Value;

    private static IReadOnlyList<ConfigNode> Items(ConfigNode? node) => (node as ConfigNode.Sequence)?.Items ?? [];

    private static IEnumerable<KeyValuePair<string, ConfigNode>> Entries(ConfigNode? node) =>
        ((node as ConfigNode.Mapping)?.Entries ?? []).Select(entry => KeyValuePair.Create(entry.Key, entry.Value));
}
