using System.Text;
using Pipelines.Steps;
using static Pipelines.Cli.Generation.YamlText;

namespace Pipelines.Cli.Generation;

/// <summary>The header of a component: every input with description, type, options, pattern and default.</summary>
internal sealed class GitLabSpec
{
    /// <summary>Deployments run on the default branch; everything else is up to the caller.</summary>
    public const string DefaultBranchOnly = """[{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]""";

    /// <summary>Started manually, without blocking the pipeline.</summary>
    public const string ByHand = """[{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", "when": "manual", "allow_failure": true}]""";

    /// <summary>Started by a project schedule.</summary>
    public const string Scheduled = """[{"if": "$CI_PIPELINE_SOURCE == \"schedule\""}]""";

    private readonly List<string[]> _rows = [];

    private readonly StringBuilder _text =
        new("# Generated from the step's definition by `./build.sh generate`. Do not edit.\nspec:\n  inputs:\n");

    public GitLabSpec Text(string name, string summary, string value) => Add(name, summary, Quote(value));

    public GitLabSpec Choice(string name, string summary, IEnumerable<string> options, string value) =>
        Add(name, summary, Quote(value), $"options: [{string.Join(", ", options.Select(Quote))}]");

    /// <param name="name">Its name.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="value">The default as JSON.</param>
    public GitLabSpec List(string name, string summary, string value) => Add(name, summary, value, "type: array");

    public GitLabSpec AddRange(IEnumerable<Input> inputs)
    {
        foreach (var input in inputs)
        {
            Add(input.Name, input.Summary, DefaultOf(input), [.. Constraints(input)]);
        }

        return this;
    }

    /// <summary>Of each input the name, the summary and the default, as Markdown.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <summary>The header with its terminating line.</summary>
    public override string ToString() => $"{_text}---\n";

    /// <param name="name">Its name.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="value">The default as JSON; null if a value is required.</param>
    /// <param name="constraints">Further lines.</param>
    private GitLabSpec Add(string name, string summary, string? value, params IEnumerable<string> constraints)
    {
        _text.Append($"    {name}:\n      description: {Quote(summary)}\n");
        foreach (var line in constraints.Concat(value is null ? [] : [$"default: {value}"]))
        {
            _text.Append($"      {line}\n");
        }

        _rows.Add([$"`{name}`", summary, value switch { null => "required", "\"\"" => "", _ => $"`{value}`" }]);
        return this;
    }

    private static IEnumerable<string> Constraints(Input input)
    {
        if (input.IsFlag || input.IsNumber)
        {
            yield return $"type: {(input.IsFlag ? "boolean" : "number")}";
        }

        if (input.Choices is { } choices)
        {
            var all = input.Required || input.DefaultText is not null ? choices : [.. choices, ""];
            yield return $"options: [{string.Join(", ", all.Select(Quote))}]";
        }

        if (input.Pattern is { } pattern)
        {
            yield return $"regex: {Quote(input.Required || input.DefaultText is not null ? pattern : $"^$|{pattern}")}";
        }
    }

    private static string? DefaultOf(Input input) => input.Required ? null
        : input.IsFlag || input.IsNumber ? $"{input.DefaultText}" : Quote(input.DefaultText ?? "");
}
