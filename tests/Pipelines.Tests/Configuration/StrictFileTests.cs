namespace Pipelines.Tests.Configuration;

public sealed class StrictFileTests
{
    [Fact]
    public void LevelOneIsThreeKeys()
    {
        var file = Yaml.Sound(Yaml.LevelOne);
        Assert.Equal(["production"], file.Environments.Keys);
    }

    /// <summary>The kind: a key that is right, in the wrong place.</summary>
    [Theory]
    [InlineData("notify: {}", "notify: is not a known key. It belongs at environments.NAME.notify.")]
    [InlineData("windows: []", "windows: is not a known key. Expected one of: app, apps, calendars, defaults, environments, freezes, package, "
        + "signing, state, store.")]
    [InlineData("default: {}", "default: is not a known key. Did you mean defaults?")]
    public void AKeyOfAnotherPlaceIsToldWhereItBelongs(string line, string problem) =>
        Assert.Equal([$".pipelines.yml:5:1: {problem}"], Yaml.Problems(Yaml.LevelOne + line + "\n"));

    [Theory]
    [InlineData("service: { process: bin/x }",
        "environments.production.service: is not a known key. It belongs at environments.NAME.deploy.service.")]
    [InlineData("store: \"file:x\"", "environments.production.store: is not a known key. It belongs at store.")]
    public void SoIsOneOfTheTopOrOfADeeperPlace(string line, string problem) =>
        Assert.Equal([$".pipelines.yml:5:5: {problem}"], Yaml.Problems(Yaml.Environment(line)));

    [Fact]
    public void EveryProblemIsToldAtOnceWithItsExactPlace() => Assert.Equal(
        [
            ".pipelines.yml:1:6: app: expected lower-case letters, digits and dashes, starting with a letter or digit, at most 63, found "
                + "\"Back End\".",
            ".pipelines.yml:2:1: sotre: is not a known key. Did you mean store?",
            ".pipelines.yml:5:11: calendars.office.zone: \"Europe/Berln\" is not an IANA time zone. Did you mean Europe/Berlin?",
            ".pipelines.yml:6:12: calendars.office.open[0]: \"mon-fry\" is not a window. Expected a window such as \"mon-thu "
                + "09:00-18:00\", \"sat,sun 10:00-24:00\" or \"22:00-02:00\".",
            ".pipelines.yml:6:23: calendars.office.open[1]: \"fry\" is not a day. Did you mean fri?",
            ".pipelines.yml:15:23: environments.production.hosts[1]: " + Hosts("web 1"),
            ".pipelines.yml:18:13: environments.production.deploy.keep: expected a whole number from 1 to 1000, found \"none\".",
            ".pipelines.yml:19:14: environments.production.deploy.drain: expected a duration such as 30s, 5m or 1h30m, at most ten years, "
                + "found \"10\".",
            ".pipelines.yml:20:12: environments.staging: expected an environment (a mapping with hosts, ssh, calendar, time-left, "
                + "triggers, "
                + "requires, override, queue, deploy, rollout, health, notify, maintenance, database, url), found \"nothing yet\".",
            ".pipelines.yml:16:15: environments.production.calendar: \"ofice\" is not a calendar in this file. Did you mean office?",
            ".pipelines.yml:12:29: freezes[0].environments[1]: \"prod\" is not an environment in this file. Expected one of: production, "
                + "staging.",
        ],
        Yaml.Problems("""
            app: Back End
            sotre: file:x
            calendars:
              office:
                zone: Europe/Berln
                open: ["mon-fry", "fry 09:00-15:00"]
            freezes:
              - name: year-end
                from: 2026-12-20T00:00
                until: 2027-01-04T00:00
                zone: Europe/Berlin
                environments: [staging, prod]
            environments:
              production:
                hosts: ["local:", "web 1"]
                calendar: ofice
                deploy:
                  keep: none
                  drain: 10
              staging: nothing yet

            """));

    [Theory]
    [InlineData("environments:\n  production:\n    hosts: \"local:\"\n",
        ".pipelines.yml:1:1: app: is missing. Expected lower-case letters, digits and dashes, starting with a letter or digit, at most "
        + "63.")]
    [InlineData("app: backend\n",
        ".pipelines.yml:1:1: environments: is missing. Expected a mapping from names to an environment (a mapping with hosts, ssh, "
            + "calendar, "
        + "time-left, triggers, requires, override, queue, deploy, rollout, health, notify, maintenance, database, url).")]
    [InlineData("app: backend\nenvironments:\n  production: yes\n",
        ".pipelines.yml:3:15: environments.production: expected an environment (a mapping with hosts, ssh, calendar, time-left, triggers, "
        + "requires, override, queue, deploy, rollout, health, notify, maintenance, database, url), found \"yes\".")]
    [InlineData("app: a\napp: b\nenvironments: { p: { hosts: \"local:\" } }\n",
        ".pipelines.yml:2:1: is not valid YAML: Duplicate key app. Check indentation, colons and quotes there.")]
    [InlineData("app: backend\nenvironments:\n  Production:\n    hosts: \"local:\"\n",
        ".pipelines.yml:3:3: environments.Production: \"Production\" is not a valid name. Expected lower-case letters, digits and dashes, "
        + "starting with a letter or digit, at most 63.")]
    public void OneThingWrongIsOneProblem(string text, string problem) => Assert.Equal([problem], Yaml.Problems(text));

    private static string Hosts(string text) =>
        "expected local: for this machine, or local:/path for a root of its own; ssh://[user@]host[:port][/root] for another machine, "
        + $"found \"{text}\".";
}
