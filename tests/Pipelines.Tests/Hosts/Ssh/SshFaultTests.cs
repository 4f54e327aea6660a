using Pipelines.Adapters.Hosts.Ssh;

namespace Pipelines.Tests.Hosts.Ssh;

/// <summary>What ssh says, as OpenSSH 7.4 to 9.9 say it, is one problem with what to do next.</summary>
public sealed class SshFaultTests
{
    private static readonly SshFault Fault =
        new("ssh://deploy@web-1:2222", new SshAddress("deploy", "web-1", 2222, null), new SshSettings(null, null, null, null)
        {
            KeyName = "environments.production.ssh.key",
            KnownHostsName = "environments.production.ssh.known-hosts",
        });

    [Theory]
    [InlineData(255, "ssh: connect to host web-1 port 2222: Connection refused", "the host cannot be reached: ssh: connect")]
    [InlineData(255, "ssh: connect to host web-1 port 2222: Connection timed out", "the host cannot be reached")]
    [InlineData(255, "ssh: connect to host web-1 port 2222: No route to host", "the host cannot be reached")]
    [InlineData(255, "ssh: Could not resolve hostname web-1: Name or service not known", "the host cannot be reached")]
    [InlineData(255, "kex_exchange_identification: Connection closed by remote host\nConnection closed by 10.0.0.1 port 22",
        "the host cannot be reached")]
    [InlineData(255, "deploy@web-1: Permission denied (publickey).",
        "the host does not accept deploy: deploy@web-1: Permission denied (publickey).")]
    [InlineData(255, "Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures", "the host does not accept deploy")]
    [InlineData(255, "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.",
        "another key than before")]
    [InlineData(255,
        "No ED25519 host key is known for [web-1]:2222 and you have requested strict checking.\nHost key verification failed.",
        "is not in environments.production.ssh.known-hosts")]
    [InlineData(126, "sh: 1: exec: /home/deploy/.cache/pipelines/abc: Permission denied", "does not run there: sh: 1: exec")]
    [InlineData(127, "sh: 1: exec: /home/deploy/.cache/pipelines/abc: not found", "does not run there")]
    [InlineData(1, "", "the engine does not start there (status 1): it said nothing")]
    public void WhyAConnectionFails(int status, string errors, string problem)
    {
        var one = Assert.Single(Fault.OnConnect(status, errors).Problems);
        Assert.StartsWith("ssh://deploy@web-1:2222: ", one.What, StringComparison.Ordinal);
        Assert.Contains(problem, one.What, StringComparison.Ordinal);
        Assert.NotNull(one.Hint);
    }

    [Theory]
    [InlineData(1, "cat: write error: No space left on device", "there is no space for the program")]
    [InlineData(1, "cat: write error: Disk quota exceeded", "there is no space for the program")]
    [InlineData(1, "mkdir: cannot create directory '/nonexistent': Permission denied", "cannot be put into ~/.cache/pipelines")]
    [InlineData(255, "ssh: connect to host web-1 port 2222: Connection refused", "the host cannot be reached")]
    public void WhyTheProgramCannotBeSent(int status, string errors, string problem) =>
        Assert.Contains(problem, Assert.Single(Fault.OnSend(status, errors).Problems).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("riscv64")]
    [InlineData("armv7l")]
    public void AnotherProcessorIsRefused(string machine) => Assert.Contains(
        $"the host is Linux {machine}. Nothing was sent.",
        Assert.Throws<Pipelines.Errors.PipelineException>(() => EngineProgram.RequireRunsOn("web-1", "Linux", machine)).Message,
        StringComparison.Ordinal);
}
