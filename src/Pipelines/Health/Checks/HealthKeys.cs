using Pipelines.Configuration.Schema;

namespace Pipelines.Health.Checks;

/// <summary>Configuration keys for health checks.</summary>
public static class HealthKeys
{
    /// <summary>Every kind, in the order of the reference.</summary>
    private static readonly IReadOnlyList<Case<HealthCheckSource>> Kinds =
        [HttpKeys.Kind, TcpCheck.Kind, CommandCheck.Kind, SystemdCheck.Kind, PostgresCheck.Kind];

    private static readonly Key<string> Name = Key.Optional("name", "Name to display.", Shapes.Text);
    private static readonly Key<TimeSpan> Every = Key.Optional("every", "Time between probes.", Shapes.Duration)
        .Or(TimeSpan.FromSeconds(1), "1s");
    private static readonly Key<TimeSpan> Within = Key.Optional("within", "Deadline.", Shapes.Duration).Or(TimeSpan.FromMinutes(1), "60s");
    private static readonly Key<TimeSpan> Timeout = Key.Optional("timeout", "Time limit of one probe.",
        Shapes.Duration).Or(TimeSpan.FromSeconds(5), "5s");
    private static readonly Key<int> Successes = Key.Optional("successes", "How many successes in a row are required.",
        Shapes.Integer(1, 1000)).Or(1, "1");

    private static readonly Key<bool> Via = Key.Optional("via",
        "traffic: asks through the proxy, and so only once all traffic goes to the release.",
            Shapes.Choice(("slot", false), ("traffic", true)))
        .Or(false, "slot");

    public static Key<IReadOnlyList<HealthCheckSource>> Health { get; } = Key.Optional("health",
        "Health checks of a release. All must pass.", Shapes.List(
            Shapes.OneOf("a health check", Kinds, [Name, Via, Every, Within, Timeout, Successes], Finish)))
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
                  - http: http://127.0.0.1/health # what users reach: proves that the proxy sends them to the new release
                    via: traffic
                    expect: { version: "{release}" }
                  - tcp: 127.0.0.1:{port}
                  - command: bin/self-test
                  - systemd: backend.service
                  - postgres: env:DATABASE_URL    # select 1
            """,
    };

    private static HealthCheckSource Finish(ConfigRecord record, HealthCheckSource source) => secrets => source(secrets) with
    {
        Name = record.Get(Name),
        ViaTraffic = record.Get(Via),
        Every = record.Get(Every),
        Within = record.Get(Within),
        Timeout = record.Get(Timeout),
        Successes = record.Get(Successes),
    };
}
