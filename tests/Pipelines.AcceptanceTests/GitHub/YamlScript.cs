namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>A run block.</summary>
internal sealed record YamlScript(string File, int Line, string Shell, string Text);
