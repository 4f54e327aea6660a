using System.Diagnostics;
using Pipelines.Adapters.Posix;
using Pipelines.Locks;

namespace Pipelines.Tests.Hosts;

public sealed class HolderProbeTests
{
    private readonly HolderProbe _probe = new();

    [Fact]
    public void WeAreAlive() => Assert.False(_probe.IsDead(_probe.Self("me")));

    [Fact]
    public void AnIdThatWasGivenToAnotherProcessIsDead() => Assert.True(_probe.IsDead(Self with { ProcessStart = Self.ProcessStart - 1 }));

    [Fact]
    public async Task AProcessThatEndedIsDead()
    {
        using var process = Process.Start("sleep", "1000");
        var holder = Self with { ProcessId = process.Id, ProcessStart = ProcessStat.Of(process.Id)!.StartTicks };
        Assert.False(_probe.IsDead(holder));

        process.Kill();
        await process.WaitForExitAsync();

        Assert.True(_probe.IsDead(holder));
    }

    [Theory]
    [InlineData("another-boot/pid:[1]")]
    [InlineData(null)]
    public void NobodyOfAnotherMachineOrContainerIsEverCalledDead(string? machine) =>
        Assert.False(_probe.IsDead(Self with { Machine = machine, ProcessId = int.MaxValue, ProcessStart = 1 }));

    private LeaseHolder Self => _probe.Self("me");
}
