using Pipelines.Adapters.Configuration;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Packaging;
using Pipelines.Storage;

namespace Pipelines.Tests.Configuration;

/// <summary>Several apps and environments of one file say what they have in common once.</summary>
public sealed class SharedKeysTests
{
    private const string Shop = """
        store: s3://acme/shop
        defaults:
          deploy: { keep: 7, env: { A: "1", B: "2" }, service: { systemd: shop.service } }
        environments:
          production: { queue: none }
        apps:
          web:
            package: { path: web/dist }
            environments:
              production: { hosts: ["ssh://web-1"] }
          api:
            defaults: { deploy: { keep: 9 } }
            environments:
              production: { hosts: ["ssh://api-1"] }
              training: { hosts: ["ssh://api-2"], deploy: { env: { B: "3" }, service: { process: bin/api } } }

        """;

    [Fact]
    public void EachAppIsReadAsIfItHadAFileOfItsOwn()
    {
        var web = Load(Shop, "web");
        var api = Load(Shop, "api");
        Assert.Equal(("web", "web/dist", "production"),
            (web.Top.Get(CoreKeys.App), web.Top.Get(PackageKeys.Package)!.Root, string.Join(',', web.Environments.Keys)));
        Assert.Equal(("api", "production,training"), (api.Top.Get(CoreKeys.App), string.Join(',', api.Environments.Keys)));
        Assert.Equal("s3://acme/shop", api.Top.Get(StoreKeys.Store));
        Assert.Equal(["web", "api"], api.Apps.Select(app => app.Top.Get(CoreKeys.App)));
    }

    [Fact]
    public void DefaultsAreMergedByKeyAndTheNearestValueCounts()
    {
        var (web, api) = (Load(Shop, "web"), Load(Shop, "api"));
        var training = api.Environment("training").Get(DeployKeys.Deploy)!;
        Assert.Equal(7, web.Environment("production").Get(DeployKeys.Deploy)!.Keep);
        Assert.Equal(9, training.Keep);
        Assert.Equal(["A", "B"], training.Variables.Keys.Order());
        Assert.Equal("3", training.Variables["B"].Text);
    }

    [Fact]
    public void ValuesThatExcludeEachOtherAreReplacedAndNotMerged() =>
        Assert.IsType<ServiceSpec.Process>(Load(Shop, "api").Environment("training").Get(DeployKeys.Deploy)!.Service);

    [Theory]
    [InlineData("calendar: null", null)]
    [InlineData("calendar: ~", null)]
    [InlineData("calendar:", null)]
    [InlineData("queue: none", "office")]
    public void AKeyWithoutAValueTakesTheDefaultAway(string own, string? calendar) => Assert.Equal(calendar, Yaml.Sound(
        "app: backend\ncalendars: { office: { zone: UTC } }\ndefaults: { calendar: office }\nenvironments:\n  production:\n    "
        + own + "\n").Environment("production").Get(GateKeys.Calendar));

    [Fact]
    public void AListIsReplacedAsAWhole() => Assert.Equal(["local:/a"], Yaml.Sound(
        "app: backend\ndefaults: { hosts: ['local:/b', 'local:/c'] }\nenvironments: { production: { hosts: ['local:/a'] } }\n")
        .Environment("production").Require(DeployKeys.Hosts).Select(host => host.Text));

    [Fact]
    public void AnEnvironmentWithoutKeysHasTheDefaults() => Assert.Equal(3, Yaml.Sound(
        "app: backend\ndefaults: { deploy: { keep: 3 } }\nenvironments:\n  production:\n")
        .Environment("production").Get(DeployKeys.Deploy)!.Keep);

    [Theory]
    [InlineData("app: backend\ndefaults: { depoly: {} }\nenvironments: { a: {}, b: {} }\n", "depoly: is not a known key.")]
    [InlineData("app: backend\ndefaults: { deploy: { keep: 0 } }\nenvironments: { a: {}, b: {} }\n", "deploy.keep: expected")]
    [InlineData("app: backend\ndefaults: { calendar: offic }\nenvironments: { a: {}, b: {} }\n", "calendar: \"offic\" is not a calendar")]
    [InlineData("app: backend\ndefaults: [a]\nenvironments: { a: {} }\n", "defaults: expected a mapping with keys of")]
    [InlineData("apps: [web]\n", "apps: expected a mapping from names to apps, found a list.")]
    [InlineData("apps: {}\n", "apps: expected a mapping from names to apps, found a mapping.")]
    [InlineData("apps:\n", "apps: expected a mapping from names to apps, found nothing.")]
    [InlineData("app: x\napps: { web: { environments: { a: {} } } }\n", "app: is not for a file with apps")]
    [InlineData("apps: { web: { app: x, environments: { a: {} } } }\n", "app: is not for a file with apps")]
    [InlineData("apps: { web: { apps: {}, environments: { a: {} } } }\n", "apps: is not a known key.")]
    [InlineData("apps: { Web: { environments: { a: {} } } }\n", "app: expected lower-case letters")]
    [InlineData("apps: { web: {} }\n", "environments: is missing.")]
    [InlineData("storee: x\napps: { web: { environments: { a: {} } }, api: { environments: { a: {} } } }\n", "storee: is not a known key.")]
    public void AMistakeIsToldOnceWhereItStands(string text, string expected)
    {
        var problem = Assert.Single(Yaml.Problems(text));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.StartsWith(".pipelines.yml:", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "app: is missing: .pipelines.yml has the apps web, api. Expected one of them.")]
    [InlineData("apii", "app: \"apii\" is not an app in .pipelines.yml. Did you mean api?")]
    public void WhichAppHasToBeSaid(string? app, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Assert.Throws<PipelineException>(() => Load(Shop, app)).Problems).ToString(),
            StringComparison.Ordinal);

    private static ConfigFile Load(string text, string? app) =>
        ConfigLoader.Load(new ConfigPlace(".pipelines.yml", App: app), new TextFiles(text), Yaml.Schema);

    private sealed class TextFiles(string text) : IProjectFiles
    {
        public string Place => "";

        public string Read(string path, int most) => text;
    }
}
