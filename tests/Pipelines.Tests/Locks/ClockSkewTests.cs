using Pipelines.Errors;
using Pipelines.Locks;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Locks;

/// <summary>The kind: a wall clock that decides who holds a lease. Clocks are an hour apart, in both directions, or are set
/// meanwhile.</summary>
public sealed class ClockSkewTests
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(30);
    private readonly FakeClock _time = new();
    private readonly InMemoryStore _store = new();
    private readonly RecordingReporter _reporter = new();
    private readonly SkewedClock _holder;
    private readonly SkewedClock _contender;

    public ClockSkewTests() => (_holder, _contender) = (new SkewedClock(_time), new SkewedClock(_time));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1)]
    [InlineData(24, -24)]
    [InlineData(-24, 24)]
    public void ALeaseThatIsRenewedIsTakenByNobodyWhateverTheClocksSay(int holder, int contender)
    {
        Set(holder, contender);
        VirtualTime.Run(_time, async () =>
        {
            await using var held = await TakeAsync(_store, _holder, "ann");
            for (var i = 0; i < 5; i++)
            {
                var error = await Assert.ThrowsAsync<PipelineException>(() => TakeAsync(_store, _contender, "bob", i % 2 == 0));
                Assert.Equal(ExitCode.LeaseHeld, error.ExitCode);
                await Task.Delay(TimeSpan.FromSeconds(7), _time);
            }

            Assert.False(held.Lost.IsCancellationRequested);
            return 0;
        });
        Assert.Contains(_reporter.Warnings, problem => problem.What.Contains("the clock of ann is about ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1)]
    [InlineData(0, 0)]
    [InlineData(10000, 0)]
    public void ADeadHolderBlocksNobodyLongerThanTheTimeToLive(int holder, int contender)
    {
        Set(holder, contender);
        var cut = new CutStore(_store);
        var waited = VirtualTime.Run(_time, async () =>
        {
            var dead = await TakeAsync(cut, _holder, "ann");
            cut.Fails = true;
            var started = _time.GetTimestamp();
            await using var next = await TakeAsync(_store, _contender, "bob", isPatient: true);
            Assert.Equal(dead.Token + 1, next.Token);
            Assert.True(dead.Lost.IsCancellationRequested);
            return _time.GetElapsedTime(started);
        });

        Assert.InRange(waited, TimeToLive - TimeSpan.FromSeconds(1), TimeToLive + TimeSpan.FromSeconds(1));
        Assert.Contains(_reporter.Infos, line =>
            line.Contains("waiting for the lease of app/production, which ann holds", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void AClockThatIsSetMeanwhileLosesNoLease(int hours)
    {
        VirtualTime.Run(_time, async () =>
        {
            await using var held = await TakeAsync(_store, _holder, "ann");
            for (var i = 1; i <= 10; i++)
            {
                _holder.Ahead = TimeSpan.FromHours(hours * (i % 3));
                _contender.Ahead = TimeSpan.FromHours(-hours * (i % 2));
                await Task.Delay(TimeSpan.FromSeconds(11), _time);
                await Assert.ThrowsAsync<PipelineException>(() => TakeAsync(_store, _contender, "bob"));
            }

            Assert.False(held.Lost.IsCancellationRequested);
            return 0;
        });
    }

    [Fact]
    public void AFreeLeaseIsTakenAtOnceWhateverTheClocksSay()
    {
        Set(24, -24);
        var waited = VirtualTime.Run(_time, async () =>
        {
            await (await TakeAsync(_store, _holder, "ann")).DisposeAsync();
            var started = _time.GetTimestamp();
            await using var next = await TakeAsync(_store, _contender, "bob");
            return _time.GetElapsedTime(started);
        });

        Assert.Equal(TimeSpan.Zero, waited);
    }

    [Fact]
    public void OfTwoWhoWatchADeadHolderOneTakesOver()
    {
        var cut = new CutStore(_store);
        VirtualTime.Run(_time, async () =>
        {
            await TakeAsync(cut, _holder, "ann");
            cut.Fails = true;
            _contender.Ahead = TimeSpan.FromHours(1);
            var both = await Task.WhenAll(TryAsync("bob"), TryAsync("carol"));
            Assert.Single(both, taken => taken is not null);
            await both.Single(taken => taken is not null)!.DisposeAsync();
            return 0;
        });
    }

    [Fact]
    public void AHungHolderIsRevokedAlsoByAMachineWhoseClockSaysThatItsLeaseHasExpired()
    {
        _contender.Ahead = TimeSpan.FromHours(1);
        VirtualTime.Run(_time, async () =>
        {
            await using var held = await TakeAsync(_store, _holder, "ann");
            var registry = Registry(_store, _contender);
            Assert.Equal("ann", (await registry.HolderAsync(CancellationToken.None)).Holder!.Description);
            Assert.True(await registry.ReleaseAsync(held.Token, CancellationToken.None));
            return 0;
        });
    }

    private void Set(int holder, int contender) =>
        (_holder.Ahead, _contender.Ahead) = (TimeSpan.FromHours(holder), TimeSpan.FromHours(contender));

    private LeaseRegistry Registry(IStore store, TimeProvider clock) =>
        new(store, "app", "production", new FakeHolders(), clock, _reporter);

    private Task<Lease> TakeAsync(IStore store, TimeProvider clock, string who, bool isPatient = false) =>
        Registry(store, clock).TakeAsync(who, TimeToLive, CancellationToken.None, isPatient);

    private async Task<Lease?> TryAsync(string who)
    {
        try
        {
            return await TakeAsync(_store, _contender, who);
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.LeaseHeld)
        {
            return null;
        }
    }
}
