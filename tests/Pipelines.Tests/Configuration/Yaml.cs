using Pipelines.Adapters.Configuration;
using Pipelines.Cli;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;

namespace Pipelines.Tests.Configuration;

/// <summary>Texts read as the configuration file is, by the real reader and the real schema.</summary>
internal static class Yaml
{
    public const string LevelOne = "app: backend\nenvironments:\n  production:\n    hosts: \"local:\"\n";

    /// <summary>The schema of the program.</summary>
    public static ConfigSchema Schema { get; } = new Wiring(_ => null, TimeProvider.System).Schema;

    /// <summary>The file, and the problems as a user sees them.</summary>
    public static (ConfigFile? File, string[] Problems) Read(string text)
    {
        var reading = new ConfigReading();
        var root = YamlReader.Read(".pipelines.yml", text, reading);
        var apps = root is null ? [] : Yaml.Schema.Read(".pipelines.yml", root, reading);
        return (apps is [var file, ..] ? file : null, [.. reading.Problems.Select(problem => problem.ToString())]);
    }

    public static string[] Problems(string text) => Read(text).Problems;

    public static ConfigFile Sound(string text)
    {
        var (file, problems) = Read(text);
        Assert.Empty(problems);
        return file!;
    }

    /// <summary>A sound file whose environment production also holds these lines.</summary>
    public static string Environment(string lines) => LevelOne + string.Concat(lines.Split('\n').Select(line => $"    {line}\n"));

    /// <summary>What a shape makes of a value, or the problems.</summary>
    public static string Value<T>(Shape<T> shape, string text, Func<T, string>? show = null)
    {
        var reading = new ConfigReading();
        var root = (ConfigNode.Mapping)YamlReader.Read("f", $"key: {text}\n", reading)!;
        var sound = shape.TryRead(root.Entries[0].Value, "key", reading, out var value);
        Assert.Equal(sound, reading.Problems.Count == 0);
        return sound ? show?.Invoke(value) ?? $"{value}" : string.Join('\n', reading.Problems);
    }
}
