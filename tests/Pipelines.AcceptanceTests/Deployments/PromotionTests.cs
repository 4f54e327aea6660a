using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Deployments;

public sealed class PromotionTests
{
    private static string TwoEnvironments(Site site) => $$"""
        app: tiny
        package: { path: builds/v1 }
        environments:
          staging: { hosts: ["local:"], deploy: { root: staged } }
          production:
            hosts: ["local:"]
            deploy:
              root: live
              service: { process: "perl serve.pl {port}", grace: 2s }
              port: {{site.Port}}
            health: [{ http: "http://127.0.0.1:{port}/health", expect: { version: "{release}" }, every: 50ms, within: 10s }]
        """;

    [Fact]
    public async Task TheReleaseThatStagingRunsGoesToProduction()
    {
        using var site = new Site(TwoEnvironments);
        site.Build("v1");
        var staged = (await StagingAsync(site, "deploy", "--commit", "a1a1a1a1", "--output", "json")).Ends(0).Text("release");
        Directory.Delete(site["builds"], recursive: true);

        (await site.RunAsync("deploy", "--from", "staging", "--dry-run")).Ends(0).Says($"release {staged}");
        var promoted = (await site.RunAsync("deploy", "--from", "staging", "--commit", "ffffffff", "--output", "json")).Ends(0);

        Assert.Equal((staged, "promotion"), (promoted.Text("release"), promoted.Text("deployment_type")));
        Assert.Equal("a1a1a1a1", (await site.HistoryAsync())[0]!["commit"]!.GetValue<string>());
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task WhatCannotBePromotedIsRefused()
    {
        using var site = new Site(TwoEnvironments);
        site.Build("v1");

        (await site.RunAsync("deploy", "--from", "staging")).Ends(2).Says("--from", "nothing is live in staging");
        (await site.RunAsync("deploy", "--from", "production")).Ends(2).Says("--from", "it is the environment being deployed to");
        (await site.RunAsync("deploy", "--from", "stageing")).Ends(2).Says("stageing", "staging");
        (await site.RunAsync("deploy", "--from", "staging", "--release", "3f9c2a1b7d04")).Ends(2).Says("--from", "not both");
        Assert.Empty(await site.HistoryAsync());
    }

    private static Task<Outcome> StagingAsync(Site site, params IEnumerable<string> words) =>
        CommandLine.RunAsync([.. words, "--environment", "staging"], site.Path);
}
