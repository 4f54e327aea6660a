using Pipelines.AcceptanceTests.Hosts;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>The container actions deploy to two machines behind SSH: green means live there.</summary>
[Trait("needs", "podman")]
public sealed class ContainerFleetTests : IClassFixture<ImageFixture>, IDisposable
{
    private readonly RunnerJob _job = new() { Network = "host" };

    public ContainerFleetTests(ImageFixture image) => ArgumentNullException.ThrowIfNull(image);

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("actions/deploy")]
    [InlineData("")]
    public async Task AReleaseIsLiveOnEveryHostAndTheKeyIsNowhere(string action)
    {
        await using var fleet = await SshFleet.StartAsync(hosts: 2);
        Configure(fleet, "1");
        string[] inputs = ["environment=production", $"ssh-key={fleet.Key.Trim()}", $"known-hosts={fleet.KnownHosts}"];

        var end = _job.Run(action, inputs).Passed();
        Assert.Equal(("succeeded", ""), (end.Outputs["outcome"], end.Outputs["left-out"]));
        Assert.Equal(["v1", "v1"], fleet.Live("index.html"));

        Configure(fleet, "2");
        _job.Run(action, inputs).Passed();
        Assert.Equal(["v2", "v2"], fleet.Live("index.html"));
        Assert.Contains(fleet.Address(1), _job.Run("actions/status", inputs).Passed().Log.Text, StringComparison.Ordinal);
        Assert.Equal("succeeded", _job.Run("actions/rollback", inputs).Passed().Outputs["outcome"]);
        Assert.Equal(["v1", "v1"], fleet.Live("index.html"));
        _job.Run("actions/health-check", inputs).Passed();

        var secret = fleet.Key.Split('\n').First(line => line.Length > 40 && !line.Contains("BEGIN", StringComparison.Ordinal));
        Assert.Contains(secret, end.Log.Masks);
        Assert.DoesNotContain(secret, end.Log.Text + end.Summary + end.Error + end.State + string.Join('\n', end.Outputs.Values),
            StringComparison.Ordinal);
        Assert.Equal(1, Podman.AsRoot("grep", "-rqF", "--", secret, _job.Workspace).ExitCode);
    }

    [Fact]
    public async Task ABadReleaseLeavesEveryHostAsItWas()
    {
        await using var fleet = await SshFleet.StartAsync(hosts: 2);
        Configure(fleet, "1");
        string[] inputs = ["environment=production", $"ssh-key={fleet.Key}", $"known-hosts={fleet.KnownHosts}"];
        _job.Run("actions/deploy", inputs).Passed();

        Configure(fleet, "bad");
        var end = _job.Run("actions/deploy", inputs);

        Assert.Equal((4, "rolled-back"), (end.Status, end.Outputs["outcome"]));
        Assert.Equal(["v1", "v1"], fleet.Live("index.html"));
    }

    [Fact]
    public async Task WithoutAKeyOrWithTheWrongKeysOfHostsNothingIsDoneAndTheInputIsNamed()
    {
        await using var fleet = await SshFleet.StartAsync(hosts: 2);
        Configure(fleet, "1");

        var keyless = _job.Run("actions/deploy", "environment=production", $"known-hosts={fleet.KnownHosts}");
        Assert.NotEqual(0, keyless.Status);
        Assert.Contains(keyless.Log.Of("error"), error => error.Data.Contains("does not accept", StringComparison.Ordinal));
        var broken = _job.Run("actions/deploy", "environment=production", "ssh-key=no key", $"known-hosts={fleet.KnownHosts}");
        Assert.Equal(2, broken.Status);
        Assert.Contains(broken.Log.Of("error"), error => error.Data.StartsWith("ssh-key: ", StringComparison.Ordinal));
        var stranger = _job.Run("actions/deploy", "environment=production", $"ssh-key={fleet.Key}", "known-hosts=# none");
        Assert.NotEqual(0, stranger.Status);
        Assert.Contains(stranger.Log.Of("error"), error => error.Data.Contains("is not in known-hosts", StringComparison.Ordinal));

        Assert.Equal([null, null], fleet.Live("index.html"));
    }

    private void Configure(SshFleet fleet, string version)
    {
        _job.Write("dist/index.html", $"v{version}\n");
        _job.Write(".pipelines.yml", $$"""
            app: site
            package: { path: dist }
            environments:
              production:
                hosts: {{fleet.Addresses}}
                health: [{ command: [grep, -q, "v[0-9]", index.html], every: 50ms, within: 1s }]
            """);
    }
}
