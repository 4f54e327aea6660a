using System.Globalization;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Processes;

namespace Pipelines.Health.Checks;

/// <summary>Configuration keys for health checks.</summary>
public static class HealthKeys
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

    private static readonly Key<string> Tcp =
        Key.Optional("tcp", "Connect to HOST:PORT.", Shapes.Scalar("HOST:PORT", (string text, out string value) =>
    {
        value = text;
        return text.LastIndexOf(':') is var colon && colon > 0 && colon < text.Length - 1;
    }));

    private static readonly Key<IReadOnlyList<string>> Command = Key.Optional("command",
        "Run this command in the release; status 0 is healthy.", Shapes.Command);
    private static readonly Key<string> Systemd = Key.Optional("systemd", "Check that this systemd unit is active.", Shapes.Text);
    private static readonly Key<SecretReference> Postgres = Key.Optional("postgres", "Run select 1 on this database.", Shapes.Secret);
    private static readonly IReadOnlyList<Key> Kinds = [Http, Tcp, Command, Systemd, Postgres];

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

    private static readonly Key<string> Name = Key.Optional("name", "Name to display.", Shapes.Text);
    private static readonly Key<TimeSpan> Every = Key.Optional("every", "Time between probes.", Shapes.Duration)
        .Or(TimeSpan.FromSeconds(1), "1s");
    private static readonly Key<TimeSpan> Within = Key.Optional("within", "Deadline.", Shapes.Duration).Or(TimeSpan.FromMinutes(1), "60s");
    private static readonly Key<TimeSpan> Timeout = Key.Optional("timeout", "Time limit of one probe.",
        Shapes.Duration).Or(TimeSpan.FromSeconds(5), "5s");
    private static readonly Key<int> Successes = Key.Optional("successes", "How many successes in a row are required.",
        Shapes.Integer(1, 1000)).Or(1, "1");
    private static readonly Key<bool> Redirects = Key.Optional("follow-redirects", "Follow redirects.", Shapes.Boolean).Or(false, "false");
    private static readonly Key<bool> Insecure = Key.Optional("insecure", "Accept any certificate.", Shapes.Boolean).Or(false, "false");

    public static Key<IReadOnlyList<HealthCheckSource>> Health { get; } = Key.Optional("health",
        "Health checks of a release. All must pass.", Shapes.List(new RecordShape<HealthCheckSource>(
            "a health check",
            [.. Kinds, RequestHeaders.Headers, RequestHeaders.BasicAuth, Expect, Name, Every, Within, Timeout, Successes, Redirects,
                Insecure],
            Build)))
        .Or([], "none: nothing is verified") with
    {
        Example = """
            app: backend
            environments:
              production:
                hosts: ["local:"]
                deploy: { root: /srv/backend, service: { systemd: backend.service }, port: 3000 }
                health:
                  - http: http://127.0.0.1:{port}/health
                    expect:
                      status: 200
                      version: "{release}"        # header X-Release or X-Version, or JSON release or version
                      json: { "$.database": up }
                    every: 1s
                    within: 60s
                    successes: 3                  # in a row
                  - http: http://127.0.0.1:{port}/admin/health
                    headers: { Host: backend.example.com, X-Token: env:HEALTH_TOKEN }
                    basic-auth: { user: health, password: file:/run/secrets/health }
                  - tcp: 127.0.0.1:{port}
                  - command: bin/self-test
                  - systemd: backend.service
                  - postgres: env:DATABASE_URL    # select 1
            """,
    };

    private static bool Build(ConfigRecord record, ConfigReading reading, out HealthCheckSource value)
    {
        value = null!;
        var kinds = Kinds.Where(record.Has).ToList();
        if (kinds is not [var kind])
        {
            return reading.Fail(record.Path, record.At,
                $"expected exactly one of {string.Join(", ", Kinds.Select(key => key.Name))}, found "
                + $"{(kinds.Count == 0 ? "none" : string.Join(" and ", kinds.Select(key => key.Name)))}.");
        }

        if (kind != Http
            && new Key[] { RequestHeaders.Headers, RequestHeaders.BasicAuth, Expect, Redirects,
            Insecure }.FirstOrDefault(record.Has) is { } misplaced)
        {
            return reading.Fail(record.PathOf(misplaced), record.PositionOf(misplaced), "is only for http checks.");
        }

        foreach (var name in (record.Get(RequestHeaders.Headers) ?? new Dictionary<string, string>()).Keys)
        {
            if (RequestHeaders.NameProblem(name) is { } problem)
            {
                return reading.Fail(record.PathOf(RequestHeaders.Headers), record.PositionOf(RequestHeaders.Headers),
                    $"\"{name}\" {problem}");
            }
        }

        value = secrets => Bare(kind, record, secrets) with
        {
            Name = record.Get(Name),
            Every = record.Get(Every),
            Within = record.Get(Within),
            Timeout = record.Get(Timeout),
            Successes = record.Get(Successes),
        };
        return true;
    }

    private static HealthCheck Bare(Key kind, ConfigRecord record, ISecretSource secrets) => kind.Name switch
    {
        "http" => new HttpCheck(record.Require(Http))
        {
            Sends = RequestHeaders.Read(record, secrets),
            Expect = record.Require(Expect),
            FollowRedirects = record.Get(Redirects),
            Insecure = record.Get(Insecure),
        },
        "tcp" => Address(record.Require(Tcp)),
        "command" => new CommandCheck(new ProcessCommand(record.Require(Command)[0], [.. record.Require(Command).Skip(1)])),
        "systemd" => new SystemdCheck(record.Require(Systemd)),
        _ => new PostgresCheck(secrets.Resolve(record.Require(Postgres))),
    };

    private static TcpCheck Address(string text)
    {
        var colon = text.LastIndexOf(':');
        return new TcpCheck(text[..colon], text[(colon + 1)..]);
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
