using System.Text.Json;
using Pipelines.Configuration;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Cli.Hosts;

/// <summary>The run as described by GitHub's variables and the event payload.</summary>
internal static class GitHubRun
{
    /// <summary>GitHub's payloads are at most 25 MiB.</summary>
    private const int MostBytes = 32 * 1024 * 1024;

    public static RunContext Read(Func<string, string?> variable)
    {
        var trigger = variable("GITHUB_EVENT_NAME") ?? "unknown";
        var site = $"{variable("GITHUB_SERVER_URL")}/{variable("GITHUB_REPOSITORY")}";
        var (commit, branch, conclusion) = trigger == "workflow_run"
            ? Tested(variable("GITHUB_EVENT_PATH"), variable("GITHUB_REPOSITORY"))
            : (variable("GITHUB_SHA"), variable("GITHUB_REF_NAME"), null);
        return new RunContext(trigger)
        {
            CheckConclusion = conclusion,
            Workspace = variable("GITHUB_WORKSPACE"),
            Origin = new Origin
            {
                Commit = commit,
                Ref = branch,
                Actor = variable("GITHUB_TRIGGERING_ACTOR") ?? variable("GITHUB_ACTOR"),
                Repository = variable("GITHUB_REPOSITORY"),
                RunNumber = variable("GITHUB_RUN_NUMBER"),
                RunUrl = variable("GITHUB_RUN_ID") is { } run ? $"{site}/actions/runs/{run}" : null,
                CommitUrl = commit is null ? null : $"{site}/commit/{commit}",
            },
        };
    }

    /// <summary>
    /// The tested commit and the result of its checks. Unknown if the payload does not include it: the variables then refer to the head of
    /// the default branch, which nobody has tested. Checks of a commit in another repository, such as a fork, do not count.
    /// </summary>
    private static (string? Commit, string? Branch, string? Conclusion) Tested(string? payloadPath, string? repository)
    {
        using var payload = Payload(payloadPath);
        var upstream = Member(payload?.RootElement, "workflow_run");
        var ours = Text(Member(upstream, "head_repository"), "full_name") is not { } origin || origin == repository;
        return ours ? (Text(upstream, "head_sha"), Text(upstream, "head_branch"), Text(upstream, "conclusion")) : (null, null, null);
    }

    /// <summary>The payload, or null if it is missing or not JSON.</summary>
    private static JsonDocument? Payload(string? path)
    {
        try
        {
            return path is null || !File.Exists(path) ? null : JsonDocument.Parse(BoundedFile.Read(path, MostBytes));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        Sound(() => element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member)
            ? member : (JsonElement?)null);

    /// <summary>The string, or null if it is missing or not valid Unicode.</summary>
    private static string? Text(JsonElement? element, string name) =>
        Sound(() => Member(element, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null);

    /// <summary>Null if a name or a string contains an unpaired surrogate.</summary>
    private static T? Sound<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }
}
