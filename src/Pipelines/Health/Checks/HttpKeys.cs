using System.Globalization;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;

namespace Pipelines.Health.Checks;

/// <summary>Configuration keys of an <see cref="HttpCheck"/>.</summary>
internal static class HttpKeys
{
    private static readonly Key<string> Http = Key.Optional("http", "Send a GET request to this address.",
        new ScalarShape<string>("an address starting with http:// or https://", (string text, out string value, out string? error) =>
    {
        value = text;
        error = AddressCredentials.AreIn(text)
            ? "the address has credentials in it. Use `basic-auth: { user: NAME, password: env:VARIABLE }`, or `headers`, with env: or "
                + "file:."
            : null;
        return error is null
            && (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal));
    }));

    private static readonly Key<StatusSet> Status =
        Key.Optional("status", "Accepted status codes, such as 200, 2xx or 200-204.",
            Parsed("status codes such as 200, 2xx or 200-204", StatusSet.Parse));
    private static readonly Key<string> Body = Key.Optional("body", "Text that the body must contain.", Shapes.Text);
    private static readonly Key<IReadOnlyDictionary<string, string>> Json =
        Key.Optional("json", "Values at paths of the JSON body, such as $.db.state: up.", Shapes.Map(Shapes.Text));
    private static readonly Key<IReadOnlyDictionary<string, string>> Headers = Key.Optional("headers",
        "Headers, and a text that each must contain.", Shapes.Map(Shapes.Text));
    private static readonly Key<TimeSpan> Latency = Key.Optional("latency", "Maximum response time.", Shapes.Duration);
    private static readonly Key<string> Version =
        Key.Optional("version", "The version that must answer, as \"{release}\" or \"{commit}\": proves that it is not the old one.",
            Shapes.Text);

    private static readonly Key<VersionSource> VersionFrom = Key.Optional(
        "version-from", "Where the response reports its version: header:NAME, json:PATH or body.",
        Parsed("header:NAME, json:PATH or body", VersionSource.Parse));

    private static readonly Key<HttpExpectation> Expect = Key.Optional("expect", "What the response must look like.",
        new RecordShape<HttpExpectation>(
        "an expectation", [Status, Body, Json, Headers, Latency, Version, VersionFrom], BuildExpectation))
            .Or(new HttpExpectation(), "status 200");

    private static readonly Key<bool> Redirects = Key.Optional("follow-redirects", "Follow redirects.", Shapes.Boolean).Or(false, "false");
    private static readonly Key<bool> Insecure = Key.Optional("insecure", "Accept any certificate.", Shapes.Boolean).Or(false, "false");

    public static Case<HealthCheckSource> Kind { get; } =
        new(Http, [RequestHeaders.Headers, RequestHeaders.BasicAuth, Expect, Redirects, Insecure], record => secrets =>
            Read(record, secrets)) { Problem = HeaderProblem };

    private static HttpCheck Read(ConfigRecord record, ISecretSource secrets) => new(record.Require(Http))
    {
        Sends = RequestHeaders.Read(record, secrets),
        Expect = record.Require(Expect),
        FollowRedirects = record.Get(Redirects),
        Insecure = record.Get(Insecure),
    };

    private static (Key Key, string What)? HeaderProblem(ConfigRecord record)
    {
        foreach (var name in (record.Get(RequestHeaders.Headers) ?? new Dictionary<string, string>()).Keys)
        {
            if (RequestHeaders.NameProblem(name) is { } problem)
            {
                return (RequestHeaders.Headers, $"\"{name}\" {problem}");
            }
        }

        return null;
    }

    private static bool BuildExpectation(ConfigRecord record, ConfigReading reading, out HttpExpectation value)
    {
        value = new HttpExpectation
        {
            Status = record.Get(Status) ?? StatusSet.Ok,
            Body = record.Get(Body),
            Json = record.Get(Json) ?? new Dictionary<string, string>(),
            Headers = record.Get(Headers) ?? new Dictionary<string, string>(),
            Latency = record.Has(Latency) ? record.Get(Latency) : null,
            Version = record.Get(Version),
            VersionFrom = record.Get(VersionFrom),
        };
        return value.Json.Keys.All(path =>
            Sound(() => JsonPath.Parse(path), out var error) || reading.Fail(record.PathOf(Json), record.PositionOf(Json), error!));
    }

    /// <summary>A shape for a type whose own parser reports problems as exceptions.</summary>
    private static ScalarShape<T> Parsed<T>(string expected, Func<string, T> parse) =>
        new(expected, (string text, out T value, out string? error) =>
    {
        var parsed = default(T);
        var sound = Sound(() => parsed = parse(text), out error);
        value = parsed!;
        return sound;
    });

    private static bool Sound<T>(Func<T> parse, out string? error)
    {
        try
        {
            parse();
            error = null;
        }
        catch (PipelineException e)
        {
            error = string.Create(CultureInfo.InvariantCulture, $"{e.Problems[0].What} {e.Problems[0].Hint}").Trim();
        }

        return error is null;
    }
}
