using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Facts;
using Pipelines.Hosts.Programs;
using Pipelines.Hosts.Services;
using Pipelines.Operations;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Operations;

/// <summary>Preparing a host: it is looked at first, told second and changed third, and left alone where it is as it should be.</summary>
public sealed class HostSetupTests
{
    private readonly RecordingReporter _reporter = new();
    private readonly Machine _machine = new();

    [Fact]
    public async Task WhatIsMissingIsShownThenDoneAndNotDoneAgain()
    {
        var first = await SetUpAsync();
        var done = _machine.Changes.Count;
        var second = await SetUpAsync();

        Assert.All(first, finding => Assert.Equal(SetupState.Done, finding.State));
        Assert.All(second, finding => Assert.Equal(SetupState.Ready, finding.State));
        Assert.Equal(done, _machine.Changes.Count);
        Assert.Contains("web-1: useradd --create-home --shell /bin/bash deploy", _reporter.Infos);
        Assert.Contains(_reporter.Infos, line => line.Contains("write /etc/sudoers.d/pipelines-shop-production", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ALookChangesNothing()
    {
        var findings = await SetUpAsync(change: false);

        Assert.Equal(["user", "group", "root", "sudo"], findings.Select(finding => finding.Task.What));
        Assert.All(findings, finding => Assert.Equal(SetupState.Missing, finding.State));
        Assert.Empty(_machine.Changes);
    }

    [Fact]
    public async Task ACommandThatFailsEndsIt()
    {
        _machine.Refuses = "exec install";

        var failure = await Assert.ThrowsAsync<PipelineException>(() => SetUpAsync());

        Assert.Contains("web-1: root (/srv/shop, of deploy, mode 755): no space", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_machine.Changes, line => line.Contains("sudoers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnAdministratorActsThroughSudo()
    {
        _machine.User = "1000";

        await SetUpAsync();

        Assert.All(_machine.Changes, line => Assert.StartsWith("sudo --non-interactive -- ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoMayNotUseSudoIsNoAdministrator()
    {
        (_machine.User, _machine.Refuses) = ("1000", "sudo");

        Assert.Contains("neither root nor may use sudo",
            (await Assert.ThrowsAsync<PipelineException>(() => SetUpAsync())).Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<SetupFinding>> SetUpAsync(bool change = true)
    {
        var spec = new HostSpec { Root = "/srv/shop", Service = new ServiceSpec.Systemd("shop.service") };
        return new HostSetup(_machine, new SetupPlan("shop", "production", spec, "deploy").Tasks([]), _reporter)
            .RunAsync(change, CancellationToken.None);
    }

    /// <summary>A machine on which a probe passes once the command that follows it was run.</summary>
    private sealed class Machine : IHost
    {
        private readonly HashSet<string> _made = [];
        private string _asked = "";

        public List<string> Changes { get; } = [];

        public string User { get; set; } = "0";

        public string? Refuses { get; set; }

        public string Name => "web-1";

        public Task<HostEnding> RunAsync(HostProgram program, HostJob? job, IReporter reporter, CancellationToken cancellation)
        {
            Assert.Null(job);
            var line = ((HostProgram.Plain)program).Line;
            var bare = line.SkipWhile(word => word is "sudo" or "--non-interactive" or "--").ToList();
            return Task.FromResult(
                Refuses is not null && line.Any(word => word == Refuses || (word.Contains(Refuses, StringComparison.Ordinal)
                    && word.Contains('\n', StringComparison.Ordinal))) ? new HostEnding(1, "no space\n")
                : bare[0] is "id" ? new HostEnding(0, $"{User}\n")
                : bare[0] is "true" ? new HostEnding(0, "")
                : Probed(bare) ?? Changed(string.Join(' ', line)));
        }

        private HostEnding? Probed(List<string> line)
        {
            var isProbe = line[0] is "getent" || (line[0] is "sh" && !line[2].Contains("printf", StringComparison.Ordinal)
                && !line[2].Contains("exec", StringComparison.Ordinal));
            if (!isProbe)
            {
                return null;
            }

            _asked = string.Join(' ', line);
            return new HostEnding(_made.Contains(_asked) ? 0 : 1, "");
        }

        private HostEnding Changed(string line)
        {
            Changes.Add(line);
            _made.Add(_asked);
            return new HostEnding(0, "");
        }

        public Task<int> ShellAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostFacts> ExamineAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostState> InspectAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostState> InspectAsync(HostJob job, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostState> EnterAsync(HostJob job, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<HostOutcome> ApplyAsync(HostAction action, HostJob job, IReporter reporter, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
