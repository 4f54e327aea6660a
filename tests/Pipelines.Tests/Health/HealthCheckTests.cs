using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Tests.Health;

public sealed class HealthCheckTests
{
    private static readonly Placeholders Values =
        new(new Dictionary<string, string> { ["port"] = "3002", ["slot"] = "green", ["release"] = "r7" });

    [Fact]
    public void PlaceholdersAreReplacedInEveryTextOfAnHttpCheck()
    {
        var check = (HttpCheck)new HttpCheck("http://127.0.0.1:{port}/health")
        {
            Name = "web {slot}",
            Expect = new HttpExpectation
            {
                Version = "{release}",
                Body = "slot {slot}",
                Json = new Dictionary<string, string> { ["$.release"] = "{release}" },
                Headers = new Dictionary<string, string> { ["X-Slot"] = "{slot}" },
            },
        }.Expand(Values);

        Assert.Equal(("http://127.0.0.1:3002/health", "web green"), (check.Url, check.Title));
        Assert.Equal(("r7", "slot green", "r7", "green"),
            (check.Expect.Version, check.Expect.Body, check.Expect.Json["$.release"], check.Expect.Headers["X-Slot"]));
    }

    [Fact]
    public void PlaceholdersAreReplacedInTheOtherKinds()
    {
        var command = new CommandCheck(new ProcessCommand("./{slot}/check", "--port", "{port}") { WorkingDirectory = "/srv/{release}" });

        var expanded = ((CommandCheck)command.Expand(Values)).Command;

        Assert.Equal(("./green/check --port 3002", "/srv/r7"), (expanded.ToString(), expanded.WorkingDirectory));
        Assert.Equal(3002, ((TcpCheck)new TcpCheck("{slot}.local", "{port}").Expand(Values)).PortNumber());
        Assert.Equal(new SystemdCheck("backend@green.service"), new SystemdCheck("backend@{slot}.service").Expand(Values));
    }

    [Fact]
    public void ASecretIsNoTextAndNeverReachesAMessage()
    {
        var check = new PostgresCheck(new Secret("postgres://u:pa{ss}@h/d"));

        Assert.Same(check, check.Expand(Values));
        Assert.DoesNotContain("pa{ss}", check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownPlaceholderIsAnError() =>
        Assert.Contains("{prot}", Assert.Throws<PipelineException>(() => new TcpCheck("h", "{prot}").Expand(Values)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost/health", "GET http://localhost/health")]
    [InlineData("http://user:secret@host:80/a@b?c", "GET http://host:80/a@b?c")]
    [InlineData("http://user:se@cret@host", "GET http://host")]
    [InlineData("not an address", "GET not an address")]
    public void TheDescriptionHasNoPassword(string url, string description) => Assert.Equal(description, new HttpCheck(url).Description);

    [Theory]
    [InlineData("localhost:80")]
    [InlineData("ftp://host/")]
    [InlineData("/health")]
    [InlineData("http://")]
    public void WhatIsNoAddressIsRefused(string url) => Assert.Throws<PipelineException>(() => new HttpCheck(url).Address());

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    [InlineData("")]
    public void WhatIsNoPortIsRefused(string port) => Assert.Throws<PipelineException>(() => new TcpCheck("h", port).PortNumber());

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.9994, "999 ms")]
    [InlineData(0.9996, "1 s")]
    [InlineData(2.14, "2.1 s")]
    [InlineData(60, "1 min")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(3900, "1 h 5 min")]
    [InlineData(180000, "50 h")]
    public void DurationsReadWell(double seconds, string text) => Assert.Equal(text, TimeSpan.FromSeconds(seconds).ForPeople());
}
