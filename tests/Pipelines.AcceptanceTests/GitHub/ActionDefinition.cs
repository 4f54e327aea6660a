using Pipelines.AcceptanceTests.Setup;
using YamlDotNet.RepresentationModel;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>What the runner takes from an action.yml: defaults of inputs, the constant arguments, and what runs when the job
/// ends.</summary>
internal sealed record ActionDefinition(IReadOnlyDictionary<string, string> Defaults, IReadOnlyList<string> Arguments,
    string? PostEntryPoint)
{
    /// <param name="path">Folder of the action; empty for the root's.</param>
    public static ActionDefinition Load(string path)
    {
        using var reader = File.OpenText(SourceTree.At(Path.Combine(path, "action.yml")));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var inputs =
            ((YamlMappingNode)root["inputs"]).Children.ToDictionary(pair => pair.Key.ToString(), pair => (YamlMappingNode)pair.Value);
        return new(
            inputs.ToDictionary(pair => pair.Key, pair => pair.Value.Children.TryGetValue("default", out var value)
                ? value.ToString().Replace("${{ github.token }}", "the-token-of-the-job", StringComparison.Ordinal) : ""),
            [.. ((YamlSequenceNode)root["runs"]["args"]).Select(node => node.ToString())],
            ((YamlMappingNode)root["runs"]).Children.TryGetValue("post-entrypoint", out var post) ? post.ToString() : null);
    }
}
