using Pipelines.Releases.Files;

namespace Pipelines.Tests.Releases.Files;

public sealed class OrderedRunsTests
{
    private const int Count = 10_000;

    [Fact]
    public async Task WhateverWorkersDoTheOrderStays()
    {
        var done = new List<int>();
        using var runs = new OrderedRuns<int>(Enumerable.Range(0, Count), done.Add);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            while (await runs.TakeAsync(CancellationToken.None) is var (number, run))
            {
                await (number % 4 == worker ? Task.Delay(1) : Task.CompletedTask);
                runs.Give(number, run);
            }
        })));
        Assert.Equal(Enumerable.Range(0, Count), done);
    }

    [Fact]
    public async Task WhoIsFarAheadWaitsForTheSlowest()
    {
        var taken = 0;
        var done = 0;
        using var runs = new OrderedRuns<int>(Enumerable.Range(0, 1_000_000).Select(i => taken = i), _ => done++);
        var slow = await runs.TakeAsync(CancellationToken.None);
        var ahead = Task.Run(async () =>
        {
            while (await runs.TakeAsync(CancellationToken.None) is var (number, run))
            {
                runs.Give(number, run);
            }
        });
        SpinWait.SpinUntil(() => ahead.IsCompleted, TimeSpan.FromMilliseconds(100));
        Assert.False(ahead.IsCompleted);
        Assert.InRange(taken, 1, 100_000);
        Assert.Equal(0, done);

        runs.Give(slow!.Value.Number, slow.Value.Run);
        await ahead;
        Assert.Equal(1_000_000, done);
    }
}
