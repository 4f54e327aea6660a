using Pipelines.Configuration;
using Pipelines.Reporting;

namespace Pipelines.Health.Checks;

/// <summary>What an HTTP response must look like to be healthy. Anything null or empty is not checked.</summary>
public sealed record HttpExpectation
{
    public StatusSet Status { get; init; } = StatusSet.Ok;

    /// <summary>A text that the body must contain.</summary>
    public string? Body { get; init; }

    /// <summary>Values by <see cref="JsonPath"/>; numbers, true, false and null as JSON writes them.</summary>
    public IReadOnlyDictionary<string, string> Json { get; init; } = new Dictionary<string, string>();

    /// <summary>Texts by header name, each of which the header's value must contain.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Maximum duration of the complete response.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The version that the response must report.</summary>
    public string? Version { get; init; }

    /// <summary>Where the response reports its version; null for the usual places (<see cref="VersionProof"/>).</summary>
    public VersionSource? VersionFrom { get; init; }

    /// <summary>A copy with placeholders replaced in all strings except names and paths.</summary>
    public HttpExpectation Expand(Placeholders values) => this with
    {
        Body = Body is null ? null : values.Expand(Body),
        Json = Json.ToDictionary(pair => pair.Key, pair => values.Expand(pair.Value)),
        Headers = Headers.ToDictionary(pair => pair.Key, pair => values.Expand(pair.Value)),
        Version = Version is null ? null : values.Expand(Version),
    };

    /// <summary>The first deviation, as one line for people; null if there is none.</summary>
    public string? Fault(HttpAnswer answer) =>
        StatusFault(answer) ?? HeaderFault(answer) ?? BodyFault(answer) ?? JsonFault(answer) ?? VersionFault(answer)
            ?? LatencyFault(answer);

    private string? StatusFault(HttpAnswer answer)
    {
        var to = answer.Header("Location") is { } location ? $" to {Excerpt.Of(location)}" : "";
        var said = answer.Body.Length > 0 ? $": {Excerpt.Of(answer.Body)}" : "";
        return Status.Contains(answer.Status) ? null : $"responded with {answer.Status}{to} (expected {Status}){said}";
    }

    private string? HeaderFault(HttpAnswer answer) => Headers
        .Where(expected => answer.Header(expected.Key)?.Contains(expected.Value, StringComparison.Ordinal) != true)
        .Select(expected => $"header {expected.Key} is {Quoted(answer.Header(expected.Key))} (expected \"{expected.Value}\")")
        .FirstOrDefault();

    private string? BodyFault(HttpAnswer answer) => Body is null || answer.Body.Contains(Body, StringComparison.Ordinal)
        ? null
        : $"the body does not contain \"{Excerpt.Of(Body)}\": {Excerpt.Of(answer.Body)}";

    private string? JsonFault(HttpAnswer answer) => Json
        .Select(expected => (Path: JsonPath.Parse(expected.Key), expected.Value))
        .Where(expected => answer.Json(expected.Path) != expected.Value)
        .Select(expected => $"JSON {expected.Path} is {Quoted(answer.Json(expected.Path))} (expected \"{expected.Value}\")")
        .FirstOrDefault();

    private string? VersionFault(HttpAnswer answer) => Version is null ? null : VersionProof.Fault(answer, Version, VersionFrom);

    private string? LatencyFault(HttpAnswer answer) =>
        answer.Took > Latency ? $"responded in {answer.Took.ForPeople()} (expected at most {Latency.Value.ForPeople()})" : null;

    private static string Quoted(string? value) => value is null ? "missing" : $"\"{Excerpt.Of(value)}\"";
}
