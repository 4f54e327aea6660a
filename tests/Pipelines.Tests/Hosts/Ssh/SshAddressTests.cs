using Pipelines.Adapters.Hosts.Ssh;
using Pipelines.Tests.Configuration;

namespace Pipelines.Tests.Hosts.Ssh;

public sealed class SshAddressTests
{
    [Theory]
    [InlineData("ssh://web-1", null, "web-1", null, null)]
    [InlineData("ssh://deploy@web-1.example.com", "deploy", "web-1.example.com", null, null)]
    [InlineData("ssh://deploy@web-1:2222/srv/backend", "deploy", "web-1", 2222, "/srv/backend")]
    [InlineData("ssh://web-1/", null, "web-1", null, null)]
    [InlineData("ssh://web-1/srv/backend/", null, "web-1", null, "/srv/backend")]
    [InlineData("ssh://[2001:db8::1]:22/srv", null, "2001:db8::1", 22, "/srv")]
    [InlineData("ssh://10.0.0.1", null, "10.0.0.1", null, null)]
    public void AnAddressIsRead(string text, string? user, string host, int? port, string? root)
    {
        Assert.True(SshAddress.TryParse(text, out var address, out _));
        Assert.Equal(new SshAddress(user, host, port, root), address);
    }

    /// <summary>The options of ssh run programs: no part of an address may look like one.</summary>
    [Theory]
    [InlineData("ssh://")]
    [InlineData("ssh://-oProxyCommand=id")]
    [InlineData("ssh://-l@web-1")]
    [InlineData("ssh://deploy@-oProxyCommand=id")]
    [InlineData("ssh://web-1:0")]
    [InlineData("ssh://web-1:65536")]
    [InlineData("ssh://web-1:port")]
    [InlineData("ssh://web 1")]
    [InlineData("ssh://web-1/srv/../etc")]
    [InlineData("ssh://web-1//srv")]
    [InlineData("ssh://web-1/srv?x=1")]
    [InlineData("ssh://$(id)@web-1")]
    [InlineData("ssh://web-1;id")]
    [InlineData("ssh://web-1\n-x")]
    public void WhatIsNoneIsRefused(string text)
    {
        Assert.False(SshAddress.TryParse(text, out _, out var error));
        Assert.StartsWith("expected ssh://[user@]host[:port][/root], found", error, StringComparison.Ordinal);
    }

    [Fact]
    public void APasswordIsNotRepeated()
    {
        Assert.False(SshAddress.TryParse("ssh://deploy:hunter2@web-1", out _, out var error));
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
        Assert.Contains("ssh.key", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFileTellsWhatEveryKindExpects() => Assert.Equal(
        [".pipelines.yml:4:12: environments.production.hosts: expected local: for this machine, or local:/path for a root of its own; "
            + "ssh://[user@]host[:port][/root] for another machine, found \"sssh://web\"."],
        Yaml.Problems("app: backend\nenvironments:\n  production:\n    hosts: \"sssh://web\"\n"));
}
