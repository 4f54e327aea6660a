using Pipelines.Engine;
using Pipelines.Hosts;
using Pipelines.Hosts.Facts;
using Pipelines.Hosts.Programs;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Targets;
using Pipelines.Reporting;
using Pipelines.Rollouts;

namespace Pipelines.Tests.Hosts;

/// <summary>Each fact that a host can tell, and the finding that it becomes.</summary>
public sealed class HostCheckupTests
{
    private const string Ready = """
        user=deploy
        system=Linux
        machine=x86_64
        libc=glibc 2.36
        home=/home/deploy
        home-writable=yes
        home-free=1000000
        root-writable=yes
        root-free=1000000
        systemd=yes
        """;

    [Theory]
    [InlineData("", "", null)]
    [InlineData("libc=glibc 2.36", "libc=", "system")]
    [InlineData("system=Linux", "system=FreeBSD", "system")]
    [InlineData("home-writable=yes", "", "program")]
    [InlineData("home-writable=yes", "home-writable=yes\nhome-noexec=yes", "program")]
    [InlineData("home-free=1000000", "home-free=59000", "program")]
    [InlineData("root-writable=yes", "root-writable=maybe", "root")]
    [InlineData("root-free=1000000", "root-free=400000", "root")]
    [InlineData("systemd=yes", "kills-processes=yes", "processes")]
    [InlineData("home-free=1000000", "home-free=much", null)]
    public async Task WhatIsMissingIsFound(string fact, string instead, string? expected)
    {
        var text = fact.Length == 0 ? Ready : Ready.Replace(fact, instead, StringComparison.Ordinal);

        Assert.Equal(expected is null ? [] : [expected], await MissingAsync(text, new ServiceSpec.Process(["app"], TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("deploy", "yes", "systemd")]
    [InlineData("root", "yes", null)]
    [InlineData("deploy\nsudo-systemctl=yes", "yes", null)]
    [InlineData("deploy\nsudo-systemctl=yes", "no", "systemd")]
    [InlineData("root", "no", "systemd")]
    public async Task ASystemdServiceNeedsSystemdAndTheRightToAskIt(string user, string systemd, string? expected)
    {
        var text = Ready.Replace("user=deploy", $"user={user}", StringComparison.Ordinal)
            .Replace("systemd=yes", $"systemd={systemd}", StringComparison.Ordinal);

        Assert.Equal(expected is null ? [] : [expected], await MissingAsync(text, new ServiceSpec.Systemd("app.service")));
    }

    [Fact]
    public async Task WhatIsNoFactIsPassedOver() =>
        Assert.Empty(await MissingAsync($"Welcome to web-1!\n=\nno fact\n{Ready}\n", service: null));

    private static async Task<IEnumerable<string>> MissingAsync(string facts, ServiceSpec? service)
    {
        var target = new Target(new TellingHost(facts), new HostSpec { Root = "/srv/app", Service = service });
        return (await HostCheckup.OfAsync(target, CancellationToken.None)).Where(finding => finding.Remedy is not null)
            .Select(finding => finding.What);
    }

    private sealed class TellingHost(string facts) : IHost
    {
        public string Name => "web-1";

        public Task<int> ShellAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostFacts> ExamineAsync(CancellationToken cancellation) => Task.FromResult(HostFacts.Parse(facts));

        public Task<HostState> InspectAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostState> InspectAsync(HostJob job, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostState> EnterAsync(HostJob job, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostOutcome> ApplyAsync(HostAction action, HostJob job, IReporter reporter, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<HostEnding> RunAsync(HostProgram program, HostJob? job, IReporter reporter, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
