namespace Pipelines.Cli.Steps;

/// <summary>What the files of <c>init</c> depend on.</summary>
/// <param name="App">Name of the app.</param>
/// <param name="Environment">The first environment.</param>
/// <param name="Path">Directory with the build.</param>
/// <param name="Host">Address of the first host.</param>
/// <param name="Store">Where releases and records are kept; null for the default, next to the file.</param>
internal sealed record InitAnswers(string App, string Environment, string Path, string Host, string? Store)
{
    /// <summary>Whether the host is the machine that the program runs on.</summary>
    public bool IsLocal => Host.StartsWith("local:", StringComparison.Ordinal);
}
