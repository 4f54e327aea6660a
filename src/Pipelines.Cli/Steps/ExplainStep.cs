using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Cli.Steps;

/// <summary>Tells what a key of the configuration file means, from the schema that reads the file.</summary>
/// <param name="schema">The schema.</param>
internal sealed class ExplainStep(ConfigSchema schema) : Step
{
    private const string OfEnvironment = "environments.NAME.";

    private static readonly Input<string> KeyInput = Input.Text("key",
        "The key with those above it, such as deploy.strategy. Without it, the sections of the file are listed.");

    private static readonly Table<(string Path, Key Key)> Keys = new Table<(string Path, Key Key)>("keys")
        .Text("key", "key", nested => ShortPath(nested.Path))
        .Text("meaning", "meaning", nested => nested.Key.Summary)
        .GivenText("default", nested => nested.Key.DefaultText);

    public override StepDefinition Definition { get; } = new("explain",
        "Explain a key of the configuration file: its meaning, values, default, and an example.")
    {
        Inputs = [KeyInput],
        Positional = [KeyInput],
        Examples =
        [
            new("explain", "Which sections are there?"),
            new("explain deploy.strategy", "What can it be?"),
            new("explain health", "A section, with its keys and an example."),
        ],
    };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation) =>
        Task.FromResult(step.Get(KeyInput) is { } key ? Explained(Find(key)) : Passed(Keys.Of([.. Sections()])));

    private static StepResult Passed(params IReadOnlyList<View> views) => StepResult.Passed("") with { Views = views };

    private static string ShortPath(string path) =>
        path.StartsWith(OfEnvironment, StringComparison.Ordinal) ? path[OfEnvironment.Length..] : path;

    private StepResult Explained((string Path, Key Key) found)
    {
        var (path, key) = found;
        var example = Sections().Where(section => $"{path}.".StartsWith($"{section.Path}.", StringComparison.Ordinal))
            .Select(section => section.Key.Example).FirstOrDefault(text => text is not null);
        (string, string)[] facts =
        [
            ("key", path),
            ("meaning", key.Summary),
            ("values", key.Expected),
            ("default", key.Required ? "none: it has to be given" : key.DefaultText ?? "none"),
        ];
        var below = path == "environments" ? Sections().Where(section => section.Path.StartsWith(OfEnvironment, StringComparison.Ordinal))
            : schema.SharingKeys.Any(sharing => sharing.Name == path) ? [] // what is in them is listed elsewhere
            : key.Below.Select(nested => (ConfigPath.Join(path, nested.Path), nested.Key));
        var result = Passed([new Facts(facts), .. Below([.. below]), .. Example(example)]);
        foreach (var (name, value) in facts)
        {
            result.Details[name] = value;
        }

        result.Details["example"] = example;
        return result;

        static IEnumerable<View> Below(IReadOnlyList<(string Path, Key Key)> keys) =>
            keys.Count == 0 ? [] : [new Preformatted("\n"), Keys.Of(keys)];

        static IEnumerable<View> Example(string? text) => text is null ? [] : [new Preformatted($"\n{text.TrimEnd()}\n")];
    }

    /// <summary>The keys of the top level and of an environment.</summary>
    private IEnumerable<(string Path, Key Key)> Sections() =>
        schema.All.Where(nested => !ShortPath(nested.Path).Contains('.', StringComparison.Ordinal));

    /// <summary>The key that a path names: as it stands in a file, or without the names that the user chose.</summary>
    private (string Path, Key Key) Find(string given)
    {
        string[] parts = [.. given.Split('.').Select(part => part.Split('[')[0])];
        parts = parts switch
        {
            ["defaults", _, ..] => parts[1..], // has any keys of an environment
            ["apps", _, _, ..] => parts[2..], // and an app any keys of the file
            _ => parts,
        };
        var keys = schema.All.ToList();
        return keys.Find(nested => Names(nested.Path) || Names(ShortPath(nested.Path))) is { Key: not null } found ? found
            : throw PipelineException.BadInput("key", $"\"{given}\" is not a key of the configuration file.", Hint());

        bool Names(string path)
        {
            var expected = path.Split('.');
            return (expected.Length == parts.Length && expected.Zip(parts).All(pair => pair.First == "NAME" || pair.First == pair.Second))
                || expected.Where(part => part != "NAME").SequenceEqual(parts);
        }

        string? Hint()
        {
            var paths = keys.Select(nested => ShortPath(nested.Path)).ToList();
            var same = paths.Where(path => path.EndsWith($".{parts[^1]}", StringComparison.Ordinal)).Take(5).ToList();
            return same.Count > 0 ? $"Did you mean {string.Join(" or ", same)}?"
                : NearestName.Hint(given, paths.OrderBy(path => NearestName.Distance(path, given)).Take(5));
        }
    }
}
