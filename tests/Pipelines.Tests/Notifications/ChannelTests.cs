using Pipelines.Tests.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Notifications;

/// <summary>An optional part does not block the main one: a channel that cannot be used is left out, unless it is required.</summary>
public sealed class ChannelTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public ChannelTests()
    {
        Directory.CreateDirectory(_directory["build"]);
        File.WriteAllText(_directory["build/page"], "hello");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("discord: env:HOOK", "env:HOOK: the environment variable HOOK is not set.")]
    [InlineData("webhook: env:HOOK", "env:HOOK: the environment variable HOOK is not set.")]
    [InlineData("webhook: file:hook", "file:hook: the file cannot be read")]
    [InlineData("webhook: env:BAD", "webhook: the webhook's address is not an https:// address.")]
    [InlineData("{ webhook: env:GOOD, signing-key: env:HOOK }", "env:HOOK: the environment variable HOOK is not set.")]
    public async Task ItIsLeftOutWithOneWarning(string channel, string warning)
    {
        Configure(channel);

        Assert.Equal(0, await RunAsync("deploy", "--path", _directory["build"], "--event", "push"));
        Assert.Equal(1, Count(warning));
        Assert.Equal(0, await RunAsync("notify", "--on", "failed"));
        Assert.Equal(1, Count(warning));
    }

    [Theory]
    [InlineData("deploy", "--event", "push")]
    [InlineData("notify", "--on", "failed")]
    public async Task ARequiredOneIsAnErrorBeforeAnythingHappens(params string[] words)
    {
        Configure("{ discord: env:HOOK, required: true }");

        Assert.Equal(2, await RunAsync([.. words, .. words[0] == "deploy" ? ["--path", _directory["build"]] : Array.Empty<string>()]));
        Assert.Equal(1, Count("HOOK is not set"));
        Assert.False(Directory.Exists(_directory["live"]));
    }

    [Fact]
    public async Task TheOthersAreNotifiedAllTheSame()
    {
        _run.Variables["GOOD"] = "http://127.0.0.1:1/hook";
        Configure("discord: env:HOOK", "webhook: env:GOOD");

        Assert.Equal(0, await RunAsync("notify", "--on", "failed", "--dry-run"));
        Assert.Contains("would notify webhook", _run.Output + _run.Error, StringComparison.Ordinal);
    }

    private void Configure(params string[] channels)
    {
        _run.Variables["BAD"] = "ftp://example.test";
        _run.Variables.TryAdd("GOOD", "http://127.0.0.1:1/hook");
        var entries = channels.Select(channel => $"      - {(channel[0] == '{' ? channel : $"{{ {channel} }}")}\n");
        File.WriteAllText(_directory["f.yml"],
            $"app: shop\nenvironments:\n  production:\n    hosts: [\"local:\"]\n    deploy: {{ root: live }}\n    notify:\n{string.Concat(entries)}");
    }

    private int Count(string text) => (_run.Output + _run.Error).Split(text).Length - 1;

    private Task<int> RunAsync(params string[] words) => _run.RunAsync([.. words, "--environment", "production", "--config", _directory["f.yml"]]);
}
