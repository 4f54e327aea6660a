using Pipelines.Configuration;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Operations;

namespace Pipelines.Tests.Operations;

/// <summary>The units that are generated: nothing of the configuration means something else to systemd.</summary>
public sealed class UnitTextTests
{
    private static readonly Placeholders Known = new(new Dictionary<string, string> { ["root"] = "/srv/100%", ["port"] = "80" });

    [Theory]
    [InlineData("bin/app {port}", "ExecStart=/srv/100%%/slots/%i/bin/app \"${PIPELINES_PORT}\"")]
    [InlineData("perl {root}/x", "ExecStart=perl \"/srv/100%/x\"")]
    [InlineData("/usr/bin/app --at=%h", "ExecStart=/usr/bin/app \"--at=%%h\"")]
    [InlineData("app $HOME", "ExecStart=app \"$$HOME\"")]
    [InlineData("app \\ \"", "ExecStart=app \"\\\\\" \"\\\"\"")]
    [InlineData("app {slot} {release}", "ExecStart=app \"${PIPELINES_SLOT}\" \"${PIPELINES_RELEASE}\"")]
    public void ACommandIsWhatTheFileSays(string start, string expected) =>
        Assert.Contains($"\n{expected}\n", Text(Unit(start)), StringComparison.Ordinal);

    [Fact]
    public void ALineBreakStaysInItsWord()
    {
        var text = Text(new UnitSpec(["app", "a\nUser=root"], null, TimeSpan.FromSeconds(5), [], null));

        Assert.Contains("ExecStart=app \"a\\nUser=root\"\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nUser=root", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ItHasNoMoreRightsThanItNeeds()
    {
        var text = Text(Unit("app"));
        Assert.Contains("\nDynamicUser=yes\n", text, StringComparison.Ordinal);
        Assert.Contains("\nCapabilityBoundingSet=\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ReadWritePaths", text, StringComparison.Ordinal);

        var more = new UnitText(Unit("app"), "app", "/home/app/current") { User = "deploy", Writable = "/home/app/shared", Port = 80 }
            .Service(Known, socket: null);
        Assert.Contains("\nUser=deploy\n", more, StringComparison.Ordinal);
        Assert.Contains("\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n", more, StringComparison.Ordinal);
        Assert.Contains("\nReadWritePaths=-/home/app/shared\n", more, StringComparison.Ordinal);
        Assert.Contains("\nProtectHome=read-only\n", more, StringComparison.Ordinal);
    }

    [Fact]
    public void ASocketListensForAServiceThatMayBeStartedAsOftenAsNeeded()
    {
        var spec = new UnitSpec(["app"], null, TimeSpan.FromSeconds(5), ["KEY"], "127.0.0.1:{port}");
        var text = new UnitText(spec, "app", "/srv/app/current");

        Assert.Contains("\nListenStream=127.0.0.1:80\n", text.SocketUnit(Known), StringComparison.Ordinal);
        Assert.Contains("\nRequires=app.socket\nStartLimitIntervalSec=0\n", text.Service(Known, "app.socket"), StringComparison.Ordinal);
        Assert.Contains("\nLoadCredential=KEY:/srv/app/current.credentials/KEY\n", text.Service(Known, "app.socket"),
            StringComparison.Ordinal);
        Assert.Null(new UnitText(Unit("app"), "app", "/srv/app/current").SocketUnit(Known));
    }

    [Fact]
    public void TheUnitsAndTheRightsToThemArePrepared()
    {
        var service = new ServiceSpec.Systemd("shop@{slot}.service", Unit("bin/shop"));
        var spec = new HostSpec { Root = "/srv/shop", Service = service, Slots = [new Slot("blue", 1), new Slot("green", 2)] };

        var tasks = new SetupPlan("shop", "production", spec, "deploy").Tasks([]);

        Assert.Equal(["user", "group", "root", "unit", "systemd", "systemd", "sudo"], tasks.Select(task => task.What));
        Assert.StartsWith("/etc/systemd/system/shop@.service,", tasks[3].Detail, StringComparison.Ordinal);
        Assert.Contains("/usr/bin/systemctl disable --quiet --now -- shop@blue.service\n", tasks[^1].Text, StringComparison.Ordinal);
    }

    private static UnitSpec Unit(string start) => new(start.Split(' '), null, TimeSpan.FromSeconds(5), [], null);

    private static string Text(UnitSpec unit) => new UnitText(unit, "app", "/srv/100%/slots/%i").Service(Known, socket: null);
}
