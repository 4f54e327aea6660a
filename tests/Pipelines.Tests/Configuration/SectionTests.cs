using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Notifications;

namespace Pipelines.Tests.Configuration;

/// <summary>What the sections refuse. <see cref="ExampleTests"/> shows what they accept.</summary>
public sealed class SectionTests
{
    [Theory]
    [InlineData("deploy: { strategy: blue-green }",
        "5:13: environments.production.deploy.ports: is missing. The strategy blue-green needs two ports, such as { blue: 3001, green: "
        + "3002 }.")]
    [InlineData("deploy: { strategy: purple }",
        "5:25: environments.production.deploy.strategy: \"purple\" is not valid. Expected one of: blue-green, canary, restart.")]
    [InlineData("deploy: { strategy: canary, ports: { blue: 1, green: 2 } }",
        "5:13: environments.production.deploy.traffic: cannot be divided. The strategy canary needs haproxy, nginx, or a command with "
            + "{percent}.")]
    [InlineData("deploy: { strategy: canary, ports: { blue: 1, green: 2 }, traffic: { symlink: { path: /a, to: b } } }",
        "5:63: environments.production.deploy.traffic: cannot be divided. The strategy canary needs haproxy, nginx, or a command with "
            + "{percent}.")]
    [InlineData(
        "deploy: { strategy: canary, ports: { blue: 1, green: 2 }, traffic: { nginx: { servers: /a } }, canary: { percent: [20, 10] } }",
        "5:110: environments.production.deploy.canary.percent: does not grow. Expected shares such as [10, 50].")]
    [InlineData("deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, canary: { pause: 1m } }",
        "5:67: environments.production.deploy.canary: does not go with the strategy blue-green.")]
    [InlineData("deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, traffic: { haproxy: { socket: here, backend: a } } }",
        "5:97: environments.production.deploy.traffic.haproxy.socket: expected an absolute path, or HOST:PORT, found \"here\".")]
    [InlineData("deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, traffic: { haproxy: { socket: /a, backend: a;b } } }",
        "5:110: environments.production.deploy.traffic.haproxy.backend: expected letters, digits and .:_-, found \"a;b\".")]
    [InlineData("deploy: { ports: { blue: 1, green: 2 } }",
        "5:15: environments.production.deploy.ports: does not go with the strategy restart.")]
    [InlineData("deploy: { traffic: { command: x } }",
        "5:15: environments.production.deploy.traffic: does not go with the strategy restart.")]
    [InlineData("deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, port: 3 }",
        "5:67: environments.production.deploy.port: does not go with the strategy blue-green.")]
    [InlineData("deploy: { strategy: blue-green, ports: { blue: 3001, green: 3001 } }",
        "5:58: environments.production.deploy.ports.green: is the port of blue. Expected another one.")]
    [InlineData("deploy: { port: 0 }", "5:21: environments.production.deploy.port: expected a whole number from 1 to 65535, found \"0\".")]
    [InlineData("deploy: { service: {} }",
        "5:24: environments.production.deploy.service: expected exactly one of systemd, process, command, found none.")]
    [InlineData("deploy: { service: { systemd: a, process: b } }",
        "5:24: environments.production.deploy.service: expected exactly one of systemd, process, command, found systemd and process.")]
    [InlineData("deploy: { service: { systemd: a, grace: 5s } }",
        "5:38: environments.production.deploy.service.grace: is only for process.")]
    [InlineData("deploy: { service: { command: { start: a, stop: b } } }",
        "5:35: environments.production.deploy.service.command.status: is missing. Expected a command such as npm ci --omit=dev, or a list "
        + "of its arguments.")]
    [InlineData("deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, traffic: {} }",
        "5:76: environments.production.deploy.traffic: expected exactly one of haproxy, nginx, command, symlink, found none.")]
    [InlineData("deploy: { strategy: blue-green, ports: { blue: 1, green: 2 }, traffic: { symlink: { path: a/b, to: c } } }",
        "5:95: environments.production.deploy.traffic.symlink.path: expected an absolute path, found \"a/b\".")]
    [InlineData("deploy: { shared: [a/../../b] }",
        "5:24: environments.production.deploy.shared[0]: expected a path inside the release, without .., found \"a/../../b\".")]
    [InlineData("deploy: { shared: /etc }",
        "5:23: environments.production.deploy.shared: expected a path inside the release, without .., found \"/etc\".")]
    [InlineData("deploy: { env: { A-B: x } }",
        "5:22: environments.production.deploy.env.A-B: \"A-B\" is not a valid name. Expected letters, digits and underscores, not "
        + "starting with a digit.")]
    [InlineData("deploy: { hooks: { before-lunch: x } }",
        "5:24: environments.production.deploy.hooks.before-lunch: is not a known key. Did you mean before-switch?")]
    [InlineData("deploy: { hooks: { before-stage: bin/x } }",
        "5:24: environments.production.deploy.hooks.before-stage: \"bin/x\" is looked up in the release, which is not there yet. Give an "
        + "absolute path.")]
    [InlineData("deploy: { hooks: { after-stage: { run: x, within: soon } } }",
        "5:55: environments.production.deploy.hooks.after-stage.within: expected a duration such as 30s, 5m or 1h30m, at most ten years, "
        + "found \"soon\".")]
    public void DeployKeysRefuse(string environment, string problem) => Refused(environment, problem);

    [Theory]
    [InlineData("health: [{ every: 1s }]",
        "5:14: environments.production.health[0]: expected exactly one of http, tcp, command, systemd, postgres, found none.")]
    [InlineData("health: [{ tcp: 'a:1', systemd: b }]",
        "5:14: environments.production.health[0]: expected exactly one of http, tcp, command, systemd, postgres, found tcp and systemd.")]
    [InlineData("health: [{ tcp: 'a:1', expect: { status: 200 } }]",
        "5:28: environments.production.health[0].expect: is only for http.")]
    [InlineData("health: [{ tcp: 'a:1', insecure: true }]", "5:28: environments.production.health[0].insecure: is only for http.")]
    [InlineData("health: [{ tcp: localhost }]", "5:21: environments.production.health[0].tcp: expected HOST:PORT, found \"localhost\".")]
    [InlineData("health: [{ tcp: 'localhost:' }]",
        "5:21: environments.production.health[0].tcp: expected HOST:PORT, found \"localhost:\".")]
    [InlineData("health: [{ tcp: ':80' }]", "5:21: environments.production.health[0].tcp: expected HOST:PORT, found \":80\".")]
    [InlineData("health: [{ http: localhost/health }]",
        "5:22: environments.production.health[0].http: expected an address starting with http:// or https://, found \"localhost/health\".")]
    [InlineData("health: [{ http: 'file:///etc/passwd' }]",
        "5:22: environments.production.health[0].http: expected an address starting with http:// or https://, found "
        + "\"file:///etc/passwd\".")]
    [InlineData("health: [{ http: 'http://a', expect: { status: 20 } }]",
        "5:52: environments.production.health[0].expect.status: \"20\" is not an HTTP status. Expected 200, 200,204, 200-299 or 2xx.")]
    [InlineData("health: [{ postgres: 'postgres://u:p@h/d' }]",
        "5:26: environments.production.health[0].postgres: expected a reference to a secret: env:NAME or file:PATH. The value is not "
        + "shown, because it may be the secret itself.")]
    [InlineData("health: [{ http: 'http://a', successes: 0 }]",
        "5:45: environments.production.health[0].successes: expected a whole number from 1 to 1000, found \"0\".")]
    public void HealthKeysRefuse(string environment, string problem) => Refused(environment, problem);

    [Theory]
    [InlineData("notify: [{ on: failed }]",
        "5:14: environments.production.notify[0]: expected exactly one of discord, webhook, comment: true.")]
    [InlineData("notify: [{ discord: env:A, webhook: env:B }]",
        "5:14: environments.production.notify[0]: expected exactly one of discord, webhook, comment: true.")]
    [InlineData("notify: [{ discord: env:A, signing-key: env:B }]",
        "5:32: environments.production.notify[0].signing-key: is only for entries with webhook.")]
    [InlineData("notify: [{ discord: env:A, on: fialed }]",
        "5:36: environments.production.notify[0].on: \"fialed\" is not valid. Did you mean failed?")]
    [InlineData("notify: [{ discord: 'https://discord.com/api/webhooks/1/x' }]",
        "5:25: environments.production.notify[0].discord: expected a reference to a secret: env:NAME or file:PATH. The value is not "
        + "shown, because it may be the secret itself.")]
    public void NotifyKeysRefuse(string environment, string problem) => Refused(environment, problem);

    [Theory]
    [InlineData("triggers: [push, pull_request]",
        "5:22: environments.production.triggers[1]: \"pull_request\" is not valid. Expected one of: ")]
    [InlineData("triggers: [workflow_rum]",
        "5:16: environments.production.triggers[0]: \"workflow_rum\" is not valid. Did you mean workflow_run?")]
    [InlineData("override: { reason: '(' }", "5:17: environments.production.override.reason: \"(\" is not a valid regular expression: ")]
    [InlineData("override: { reason: '(?=a)b' }",
        "5:17: environments.production.override.reason: \"(?=a)b\" is not a valid regular expression: ")]
    [InlineData("override: { reason-length: 0 }",
        "5:32: environments.production.override.reason-length: expected a whole number from 1 to 1000, found \"0\".")]
    [InlineData("notify: [{ discord: env:A, on: [] }]", "5:36: environments.production.notify[0].on: the list is empty.")]
    [InlineData("calendar: office", "5:15: environments.production.calendar: \"office\" is not a calendar in this file.")]
    public void GateKeysRefuseInAnEnvironment(string environment, string begin) => Assert.StartsWith(
        $".pipelines.yml:{begin}", Assert.Single(Yaml.Problems(Yaml.Environment(environment))), StringComparison.Ordinal);

    [Theory]
    [InlineData("calendars: { a: { holidays: [] } }",
        "1:17: calendars.a.zone: is missing. Expected an IANA time zone such as Europe/Berlin.")]
    [InlineData("calendars: { a: { zone: UTC, open: [] } }", "1:36: calendars.a.open: the list is empty.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ weekly: '00:00-01:00', types: [] }] } }",
        "1:69: calendars.a.open[0].types: the list is empty.")]
    [InlineData("calendars: { a: { zone: UTC+2 } }", "1:25: calendars.a.zone: \"UTC+2\" is not an IANA time zone. Did you mean UTC?")]
    [InlineData("calendars: { a: { zone: UTC, holidays: [24.12.2026] } }",
        "1:41: calendars.a.holidays[0]: \"24.12.2026\" is not a date. Expected a date such as 2026-12-24, from 1900 to 9899.")]
    [InlineData("calendars: { a: { zone: UTC, open: '10:00-10:00' } }",
        "1:36: calendars.a.open: The window is empty. Expected two different times; the whole day is \"00:00-24:00\".")]
    [InlineData("freezes: [{ name: x, from: 2026-12-20, until: 2026-12-19, zone: UTC }]",
        "1:40: freezes[0].until: It ends at Sun 2026-12-20 00:00, which is not after its start at Sun 2026-12-20 00:00.")]
    [InlineData("freezes: [{ name: x, from: 20.12., until: 2026-12-19, zone: UTC }]",
        "1:28: freezes[0].from: \"20.12.\" is not a local date and time. Expected a value such as 2026-12-20T00:00, from 1900 to 9899.")]
    [InlineData("freezes: [{ name: x, from: 2026-12-20, until: 2026-12-21, zone: UTC, except: [manuel] }]",
        "1:79: freezes[0].except[0]: \"manuel\" is not a deployment type. Did you mean manual?")]
    [InlineData("freezes: [{ name: x, from: 2026-12-20, until: 2026-12-21, zone: UTC, environments: producton }]",
        "1:84: freezes[0].environments: \"producton\" is not an environment in this file. Did you mean production?")]
    [InlineData("freezes: [{ name: x, zone: UTC }]", "1:11: freezes[0]: expected either from and until, or during.")]
    [InlineData("freezes: [{ name: x, zone: UTC, during: 2026-12-20, from: 2026-12-20 }]",
        "1:11: freezes[0]: expected either from and until, or during.")]
    [InlineData("freezes: [{ name: x, zone: UTC, from: 2026-12-20 }]",
        "1:11: freezes[0].until: is missing. Expected a local date and time such as 2027-01-04T00:00, or a date for the end of that day.")]
    [InlineData("freezes: [{ name: x, zone: UTC, during: friday }]",
        "1:41: freezes[0].during: \"friday\" is not a date. Expected a date such as 2026-12-24, from 1900 to 9899.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{}] } }",
        "1:37: calendars.a.open[0]: expected exactly one of weekly, cron, rrule, from, found none.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ cron: '0 0 * * *', weekly: '00:00-01:00' }] } }",
        "1:37: calendars.a.open[0]: expected exactly one of weekly, cron, rrule, from, found weekly and cron.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ cron: '0 0 * * *' }] } }",
        "1:37: calendars.a.open[0].for: is missing. Expected a duration such as 30s, 5m or 1h30m, at most ten years.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ cron: '0 0 * * 9', for: 1h }] } }",
        "1:39: calendars.a.open[0].cron: \"9\" is not a valid day of week in a cron expression. Expected 0 to 7 or sun to sat, a range "
        + "such as 1-5, or a step such as */2.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ cron: '0 0 * * *', for: 500ms }] } }",
        "1:58: calendars.a.open[0].for: expected whole seconds, at most 366 days.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ cron: '0 0 * * *', for: 400d }] } }",
        "1:58: calendars.a.open[0].for: expected whole seconds, at most 366 days.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ weekly: '00:00-01:00', for: 1h }] } }",
        "1:62: calendars.a.open[0].for: cannot be combined with weekly.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ rrule: FREQ=DAILY, for: 1h }] } }",
        "1:37: calendars.a.open[0].start: is missing. Expected a local date and time such as 2026-12-20T00:00.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ rrule: FREQ=HOURLY, start: 2026-03-02, for: 1h }] } }",
        "1:39: calendars.a.open[0].rrule: FREQ=HOURLY is not supported. Expected DAILY, WEEKLY, MONTHLY or YEARLY.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ rrule: FREQ=WEEKLY;BYDAY=FR, start: 2026-03-02, for: 1h }] } }",
        "1:39: calendars.a.open[0].rrule: the start, 2026-03-02, is not an occurrence of the RRULE, and RFC 5545 leaves the meaning "
        + "undefined. The first occurrence is 2026-03-06.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ rrule: FREQ=WEEKLY, start: 2026-03-02, for: 1h, skip: 2026-03-10 }] } }",
        "1:87: calendars.a.open[0].skip: 2026-03-10 is not a day of the rule.")]
    [InlineData("calendars: { a: { zone: UTC, open: [{ from: 2026-03-02, until: 2026-03-01 }] } }",
        "1:57: calendars.a.open[0].until: It ends at Mon 2026-03-02 00:00, which is not after its start at Mon 2026-03-02 00:00.")]
    [InlineData("calendars: { a: { zone: UTC, holidays: [{ weekly: '00:00-01:00', types: [manual] }] } }",
        "1:66: calendars.a.holidays[0].types: is not a known key. It belongs at ")]
    public void GateKeysRefuseAtTheTop(string line, string problem) =>
        Assert.StartsWith($".pipelines.yml:{problem}", Assert.Single(Yaml.Problems($"{line}\n{Yaml.LevelOne}")), StringComparison.Ordinal);

    [Fact]
    public void DefaultsStandInForWhatIsNotGiven()
    {
        var environment = Yaml.Sound(Yaml.LevelOne).Environment("production");
        Assert.Empty(environment.Require(HealthKeys.Health));
        Assert.Empty(environment.Require(new Channels([]).Notify));
        var spec = DeployKeys.Spec(Yaml.Sound(Yaml.LevelOne), environment, new NoSecrets());
        Assert.Equal(("/srv/backend", Strategy.Restart, 5), (spec.Root, spec.Strategy, spec.Keep));
    }

    private static void Refused(string environment, string problem) =>
        Assert.Equal([$".pipelines.yml:{problem}"], Yaml.Problems(Yaml.Environment(environment)));
}
