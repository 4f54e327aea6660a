using System.Text.Json;
using Pipelines.Steps;

namespace Pipelines.Cli.Hosts;

/// <summary>The run as GitHub's runner tells it by variables and the event's payload.</summary>
internal static class GitHubRun
{
    public static RunContext Read(Func<string, string?> variable)
    {
        using var payload = Payload(variable("GITHUB_EVENT_PATH"));
        var upstream = Member(payload?.RootElement, "workflow_run");
        var site = $"{variable("GITHUB_SERVER_URL")}/{variable("GITHUB_REPOSITORY")}";
        var commit = Text(upstream, "head_sha") ?? variable("GITHUB_SHA");
        return new RunContext(variable("GITHUB_EVENT_NAME") ?? "unknown")
        {
            CheckConclusion = Text(upstream, "conclusion"),
            Commit = commit,
            Ref = Text(upstream, "head_branch") ?? variable("GITHUB_REF_NAME"),
            Actor = variable("GITHUB_TRIGGERING_ACTOR") ?? variable("GITHUB_ACTOR"),
            Repository = variable("GITHUB_REPOSITORY"),
            RunNumber = variable("GITHUB_RUN_NUMBER"),
            RunUrl = $"{site}/actions/runs/{variable("GITHUB_RUN_ID")}",
            CommitUrl = commit is null ? null : $"{site}/commit/{commit}",
        };
    }

    /// <summary>The payload, or null when it is missing or no JSON: then only the variables speak.</summary>
    private static JsonDocument? Payload(string? path)
    {
        try
        {
            return path is null || !File.Exists(path) ? null : JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}
