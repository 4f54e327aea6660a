using System.Text.Json.Nodes;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its status; 128 and the signal's number when a signal ended it.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output as one JSON object and nothing else.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    public string All => $"{Output}{Errors}";

    public string Text(string name) => Json[name]!.GetValue<string>();

    /// <summary>Fails the test unless the program ended so; its output is the message.</summary>
    public Outcome Ends(int expected)
    {
        Assert.True(ExitCode == expected, $"ended with {ExitCode}, expected {expected}:\n{All}");
        return this;
    }

    /// <summary>Fails the test unless the output says each of these.</summary>
    public Outcome Says(params IEnumerable<string> texts)
    {
        Assert.All(texts, text => Assert.Contains(text, All, StringComparison.Ordinal));
        return this;
    }
}
