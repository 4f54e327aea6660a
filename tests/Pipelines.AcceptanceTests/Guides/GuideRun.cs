using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>A page of docs/guides, run as a reader would: its files are written, its commands typed, one block after the other.</summary>
/// <param name="page">File name of the page.</param>
/// <param name="directory">Where its project is.</param>
/// <param name="places">Directories of the page, and those that stand for them here.</param>
internal sealed class GuideRun(string page, string directory, IReadOnlyDictionary<string, string> places)
{
    private readonly string _text = places.Aggregate(File.ReadAllText(SourceTree.At($"docs/guides/{page}")), (text, place) =>
        text.Replace(place.Key, place.Value, StringComparison.Ordinal));

    /// <summary>Blocks of commands, in order.</summary>
    public IReadOnlyList<string> Commands => Guide.BlocksOf(_text, "sh");

    /// <summary>Its blocks of another language, in order.</summary>
    public IReadOnlyList<string> Blocks(string language) => Guide.BlocksOf(_text, language);

    /// <summary>Writes the configuration file of the page.</summary>
    public void WriteConfiguration() => File.WriteAllText(Path.Combine(directory, ".pipelines.yml"), Guide.BlocksOf(_text, "yaml")[0]);

    /// <summary>Types a block of commands into a shell that ends at the first failure.</summary>
    public Task<Outcome> RunAsync(string block) => Command.ToEndAsync(["sh", "-euc", block], new Dictionary<string, string>
    {
        ["PATH"] = $"{Path.GetDirectoryName(SourceTree.Binary)}:{Environment.GetEnvironmentVariable("PATH")}",
        ["HOME"] = directory,
    }, directory);
}
