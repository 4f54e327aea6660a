using System.Diagnostics;
using System.Globalization;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Hosts;

/// <summary>No wait without an end or a word: who waits for a lock says who holds it, and gives up.</summary>
public sealed class FileLockTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<string> _said = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AStoppedHolderIsNamedAndTheWaitEnds()
    {
        using var holder = Process.Start(new ProcessStartInfo("flock", [_directory["lock"], "sleep", "60"]))!;
        try
        {
            await UntilHeldAsync();
            using var stop = Process.Start("kill", ["-STOP", holder.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();

            var error = await Assert.ThrowsAsync<PipelineException>(() => TakeAsync(TimeSpan.FromSeconds(3)));

            Assert.Contains($"the lock of it was not free within 3s: it is held by process {holder.Id} (flock, stopped), which runs since "
                + $"{DateTime.UtcNow:yyyy}-", error.Message, StringComparison.Ordinal);
            Assert.Contains($"waiting for the lock of it, which is held by process {holder.Id} (flock", Assert.Single(_said),
                StringComparison.Ordinal);
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task AShortWaitIsNotWorthAWord()
    {
        var first = await TakeAsync(TimeSpan.FromSeconds(30));
        var second = TakeAsync(TimeSpan.FromSeconds(30));
        await Task.Delay(50);
        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second).Dispose();

        Assert.Empty(_said);
    }

    private Task<FileLock> TakeAsync(TimeSpan limit) =>
        FileLock.TakeAsync(_directory["lock"], new LockWait("the lock of it") { Limit = limit, Say = _said.Add }, CancellationToken.None);

    private async Task UntilHeldAsync()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            try
            {
                (await FileLock.TakeAsync(_directory["lock"], new LockWait("") { Limit = TimeSpan.Zero }, CancellationToken.None))
                    .Dispose();
            }
            catch (PipelineException)
            {
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail("flock did not take the lock");
    }
}
