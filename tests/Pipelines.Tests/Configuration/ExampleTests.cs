using System.Text.RegularExpressions;
using Pipelines.Cli;
using Pipelines.Hosts;

namespace Pipelines.Tests.Configuration;

/// <summary>Every file that documentation shows is one that works.</summary>
public sealed partial class ExampleTests
{
    /// <summary>
    /// The file of the design, reduced to what exists. Left out: s3: as store, requires, override.roles/second-person/expires, ssh: hosts,
    /// traffic.haproxy, database.
    /// </summary>
    internal const string Whole = """
        app: backend
        store: file:.pipelines/store
        calendars:
          office:
            zone: Europe/Berlin
            open: ["mon-thu 09:00-18:00", "fri 09:00-15:00"]
            holidays: [2026-12-24, holidays/de.ics]
        freezes:
          - name: year-end
            from: 2026-12-20T00:00
            until: 2027-01-04T00:00
            zone: Europe/Berlin
            environments: [production]
            except: [rollback, emergency_manual]
        package:
          path: dist
          exclude: ["**/*.map"]
        environments:
          staging:
            hosts: ["local:/srv/staging"]
          production:
            calendar: office
            override: { reason: "(CVE|INC)-[0-9]+" }
            hosts: ["local:/srv/a", "local:/srv/b"]
            deploy:
              root: /srv/backend
              strategy: blue-green
              service: { systemd: "backend@{slot}.service" }
              install: npm ci --omit=dev
              ports: { blue: 3001, green: 3002 }
              keep: 5
              env: { PORT: "{port}", DATABASE_URL: env:PROD_DATABASE_URL }
            health:
              - http: http://127.0.0.1:{port}/health
                expect: { status: 200, version: "{release}" }
                every: 1s
                within: 60s
                successes: 3
            notify:
              - discord: env:DISCORD_WEBHOOK_URL
                on: [blocked, started, succeeded, failed, rolled-back]

        """;

    public static TheoryData<string> Sections { get; } =
        [.. Yaml.Schema.TopKeys.Concat(Yaml.Schema.EnvironmentKeys).Where(key => key.Example is not null).Select(key => key.Name)];

    public static TheoryData<string> Files { get; } = ["examples/hello-dotnet/.pipelines.yml", "examples/verdaccio/.pipelines.yml"];

    public static TheoryData<string> Pages { get; } =
        ["README.md", "docs/configuration.md", "docs/guides/ssh-hosts.md", "docs/guides/traffic.md", "docs/guides/your-app.md",
            "docs/guides/webhooks.md"];

    [Theory]
    [MemberData(nameof(Sections))]
    public void TheExampleOfASectionIsSoundAndShowsTheSection(string section)
    {
        var key = Yaml.Schema.TopKeys.Concat(Yaml.Schema.EnvironmentKeys).Single(key => key.Name == section);
        var file = Yaml.Sound(key.Example!);
        Assert.True(file.Top.Has(key) || file.Environments.Values.Any(environment => environment.Has(key)));
    }

    [Fact]
    public void EverySectionWithKeysOfItsOwnHasAnExample() => Assert.All(
        Yaml.Schema.TopKeys.Concat(Yaml.Schema.EnvironmentKeys)
            .Where(key => key.Expected.Contains("(a mapping with", StringComparison.Ordinal)), key => Assert.NotNull(key.Example));

    [Theory]
    [MemberData(nameof(Files))]
    public void TheFilesOfTheExamplesAreSound(string path) => Yaml.Sound(Repository.Read(path));

    [Theory]
    [MemberData(nameof(Pages))]
    public void TheFilesInPagesAreSound(string path)
    {
        var files = Fence().Matches(Repository.Read(path)).Select(match => match.Groups["yaml"].Value)
            .Where(yaml => yaml.StartsWith("app:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, yaml => Yaml.Sound(yaml));
    }

    [Fact]
    public void TheWholeFileOfTheDesignIsSound()
    {
        var file = Yaml.Sound(Whole);
        Assert.Equal(["staging", "production"], file.Environments.Keys);
        Assert.Equal((Strategy.BlueGreen, 2),
            (file.Environment("production").Get(DeployKeys.Deploy)!.Strategy,
            file.Environment("production").Require(DeployKeys.Hosts).Count));
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
