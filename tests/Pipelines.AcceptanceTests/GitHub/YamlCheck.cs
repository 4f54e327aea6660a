using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>What check.mjs says of files: problems, scripts in them, and documents that it saw.</summary>
internal sealed record YamlCheck(IReadOnlyList<string> Problems, IReadOnlyList<YamlScript> Scripts, IReadOnlyList<string> Seen)
{
    /// <summary>The repository of the actions.</summary>
    public const string Repository = "pipelines/pipelines";

    /// <param name="root">Where the files are, and what uses of the repository mean.</param>
    /// <param name="files">Workflows, actions, Markdown pages; relative to the root.</param>
    public static YamlCheck Of(string root, params IEnumerable<string> files)
    {
        var lines = NpmTools.Run("check.mjs", [root, Repository, .. files])
            .Ends(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var all = lines.Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        return new(
            [.. Each("problem").Select(each => $"{each["file"]}:{each["line"]}:{each["column"]}: {each["message"]}")],
            [.. Each("script").Select(each => each.Deserialize<YamlScript>(JsonSerializerOptions.Web)!)],
            [.. Each("seen").Select(each => $"{each["file"]} {each["kind"]}")]);

        IEnumerable<JsonNode> Each(string kind) => all.Select(each => each[kind]).OfType<JsonNode>();
    }
}
