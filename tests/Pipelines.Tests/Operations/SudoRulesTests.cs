using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;
using Pipelines.Operations;

namespace Pipelines.Tests.Operations;

/// <summary>What a user is allowed through sudo: each command that a deployment runs, and no other.</summary>
public sealed class SudoRulesTests
{
    private static readonly Placeholders Known = new(new Dictionary<string, string>
    {
        ["app"] = "shop",
        ["environment"] = "production",
        ["root"] = "/srv/shop",
    });

    [Fact]
    public void AUnitOfTwoSlotsIsAllowedInBoth()
    {
        var text = Text(Spec() with { Service = new ServiceSpec.Systemd("{app}@{slot}.service") });

        Assert.Contains("deploy ALL=(root) NOPASSWD: /usr/bin/systemctl start -- shop@blue.service\n", text, StringComparison.Ordinal);
        Assert.Contains("deploy ALL=(root) NOPASSWD: /bin/systemctl stop -- shop@green.service\n", text, StringComparison.Ordinal);
        Assert.Contains("deploy ALL=(root) NOPASSWD: /usr/bin/systemctl daemon-reload\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void CommandsOfTheFileAreAllowedForEachSlotWhereTheyBeginWithSudo()
    {
        var text = Text(Spec() with
        {
            Service = new ServiceSpec.Commands(["sudo", "-n", "/usr/bin/run", "{slot}"], ["/usr/bin/end"], ["sudo", "/usr/bin/ask"]),
            Traffic = new TrafficSpec.Nginx("/etc/nginx/x.servers", ["sudo", "/usr/sbin/nginx", "-s", "reload"]),
        });

        Assert.Equal("""
            deploy ALL=(root) NOPASSWD: /usr/bin/run blue
            deploy ALL=(root) NOPASSWD: /usr/bin/run green
            deploy ALL=(root) NOPASSWD: /usr/bin/ask ""
            deploy ALL=(root) NOPASSWD: /usr/sbin/nginx -s reload

            """, text);
    }

    /// <summary>In sudoers a pattern, a list or a negation would allow more than the command.</summary>
    [Theory]
    [InlineData("a*", @"a\*")]
    [InlineData("a, ALL", @"a\,\ ALL")]
    [InlineData("!x", @"\!x")]
    [InlineData("k=v:w", @"k\=v\:w")]
    [InlineData(@"a\x2db", @"a\\x2db")]
    [InlineData("#1", @"\#1")]
    public void AnArgumentMeansNothingElse(string argument, string written) =>
        Assert.Equal($"deploy ALL=(root) NOPASSWD: /bin/go {written}\n", Text(Spec() with { Install = ["sudo", "/bin/go", argument] }));

    [Theory]
    [InlineData("sudo systemctl start x")]
    [InlineData("sudo -u postgres /bin/x")]
    [InlineData("sudo")]
    [InlineData("sudo /bin/x\ny")]
    [InlineData("sudo /bin/x {release}")]
    public void WhatCannotBeAllowedAloneIsRefused(string line) =>
        Assert.Equal(ExitCode.BadInput,
            Assert.Throws<PipelineException>(() => Text(Spec() with { Install = line.Split(' ') })).ExitCode);

    [Fact]
    public void WhatNeedsNoRootIsAllowedNothing() =>
        Assert.Empty(Text(Spec() with { Service = new ServiceSpec.Process(["bin/app"], TimeSpan.Zero), Install = ["npm", "ci"] }));

    private static HostSpec Spec() => new() { Root = "/srv/shop", Slots = [new Slot("blue", 1), new Slot("green", 2)] };

    private static string Text(HostSpec spec) => SudoRules.Text("deploy", SudoRules.Of(spec, Known));
}
