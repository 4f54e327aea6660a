using System.Text;
using Pipelines.Errors;
using Pipelines.Locks;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Locks;

/// <summary>What leases are on every store.</summary>
public abstract class LeaseContract
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(30);
    private readonly FakeClock _clock = new();
    private readonly FakeHolders _holders = new();

    protected abstract IStore Store { get; }

    /// <summary>What the store needs to answer.</summary>
    protected virtual TimeSpan Settling => TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task OfManyTakersOneHoldsItAndTokensGrow()
    {
        var (holders, tokens) = (0, new List<long>());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var taken = 0; taken < 5;)
            {
                if (await TryTakeAsync($"{seed}") is not { } lease)
                {
                    await Task.Delay(1 + random.Next(4));
                }
                else
                {
                    Assert.Equal(1, Interlocked.Increment(ref holders));
                    tokens.Add(lease.Token);
                    taken++;
                    await Task.Delay(random.Next(2));
                    Interlocked.Decrement(ref holders);
                    await lease.DisposeAsync();
                }
            }
        })));

        Assert.Equal(Enumerable.Range(1, 40).Select(token => (long)token), tokens);
    }

    [Fact]
    public async Task AHeldLeaseIsRefusedWithItsHolderAndItsEnd()
    {
        await using var held = await TakeAsync("ann, manual");

        var error = await Assert.ThrowsAsync<PipelineException>(() => TakeAsync("bob"));

        Assert.Equal(ExitCode.LeaseHeld, error.ExitCode);
        Assert.Equal(
            "another deployment of app/production is in progress: ann, manual, lease until 2026-11-20T12:00:30Z. Wait for it; if it has "
                + "died, the lease expires in at most 30 s.",
            error.Message);
        Assert.Equal("ann, manual", (await Registry().ShowAsync(CancellationToken.None)).Holder!.Description);
    }

    [Fact]
    public async Task AHolderThatRenewsKeepsIt()
    {
        await using var held = await TakeAsync("ann");
        for (var i = 0; i < 20; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(10));
            Assert.Null(await TryTakeAsync("bob"));
        }

        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task OneThatStoppedRenewingIsTakenOverAndKnowsIt()
    {
        var cut = new CutStore(Store);
        var asleep = await new LeaseRegistry(cut, "app", "production", _holders, _clock)
            .TakeAsync("ann", TimeToLive, CancellationToken.None);
        cut.Fails = true;
        await PassAsync(TimeToLive - TimeSpan.FromSeconds(1));
        Assert.Null(await TryTakeAsync("bob"));
        Assert.False(asleep.Lost.IsCancellationRequested);
        await PassAsync(TimeSpan.FromSeconds(1));

        var taking = TakeAsync("bob"); // it is watched for its life: bob's clock is no authority
        for (var i = 0; i < 31; i++)
        {
            Assert.False(taking.IsCompleted && i < 29);
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        var next = await taking;

        Assert.Equal(asleep.Token + 1, next.Token);
        Assert.True(asleep.Lost.IsCancellationRequested);
        Assert.StartsWith($"{Store.Location} accepted no renewal before it expired: ", asleep.WhyLost, StringComparison.Ordinal);
        cut.Fails = false;
        await asleep.DisposeAsync();
        Assert.Null(await TryTakeAsync("carol"));
        await next.DisposeAsync();
    }

    [Fact]
    public async Task ARenewalThatFailsOnceIsNoLoss()
    {
        var cut = new CutStore(Store);
        await using var held = await new LeaseRegistry(cut, "app", "production", _holders, _clock)
            .TakeAsync("ann", TimeToLive, CancellationToken.None);
        cut.Fails = true;
        await PassAsync(TimeSpan.FromSeconds(10));
        cut.Fails = false;
        await PassAsync(TimeSpan.FromSeconds(10));
        await PassAsync(TimeSpan.FromSeconds(15));

        Assert.False(held.Lost.IsCancellationRequested);
        Assert.Null(await TryTakeAsync("bob"));
    }

    [Fact]
    public async Task AStoreThatNeverAnswersLosesItInTime()
    {
        var cut = new CutStore(Store);
        var held = await new LeaseRegistry(cut, "app", "production", _holders, _clock).TakeAsync("ann", TimeToLive, CancellationToken.None);
        cut.Hangs = true;

        await PassAsync(TimeToLive);

        Assert.True(held.Lost.IsCancellationRequested);
        Assert.Equal($"{Store.Location} accepted no renewal before it expired: it does not respond.", held.WhyLost);
        cut.Release();
        await held.DisposeAsync();
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task ARenewalWhoseAnswerIsSwallowedIsTriedAgainInTime(int swallowed, bool carriedOut)
    {
        var cut = new CutStore(Store) { CarriesOut = carriedOut };
        await using var held = await new LeaseRegistry(cut, "app", "production", _holders, _clock)
            .TakeAsync("ann", TimeToLive, CancellationToken.None);
        cut.Swallowed = swallowed;
        await PassAsync(TimeSpan.FromSeconds(10));
        for (var left = swallowed - 1; left >= 0; left--)
        {
            await SwallowedAsync(cut, left);
            await PassAsync(TimeToLive / 6);
        }

        await PassAsync(TimeSpan.FromSeconds(19));
        Assert.False(held.Lost.IsCancellationRequested);
        Assert.Null(await TryTakeAsync("bob"));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task TakingIsTriedAgainAndTheLeaseThatAnEarlierAttemptTookIsKnownAsOurs(bool reads, bool carriedOut)
    {
        var cut = new CutStore(Store) { Swallowed = 1, SwallowsReads = reads, CarriesOut = carriedOut };
        var taking = new LeaseRegistry(cut, "app", "production", _holders, _clock).TakeAsync("ann", TimeToLive, CancellationToken.None);
        await SwallowedAsync(cut, left: 0);
        Assert.False(taking.IsCompleted);
        await PassAsync(TimeToLive / 6);

        await using var held = await taking.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(1, held.Token);
        Assert.Null(await TryTakeAsync("bob"));
        await PassAsync(TimeSpan.FromSeconds(10));
        await PassAsync(TimeSpan.FromSeconds(19));
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task TakingFromAStoreThatNeverAnswersIsOneErrorAfterALife()
    {
        var cut = new CutStore(Store) { Swallowed = int.MaxValue, SwallowsReads = true };
        var taking = new LeaseRegistry(cut, "app", "production", _holders, _clock).TakeAsync("ann", TimeToLive, CancellationToken.None);
        for (var i = 0; i < 6; i++)
        {
            await PassAsync(TimeToLive / 6);
        }

        var error = await Assert.ThrowsAsync<PipelineException>(() => taking.WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Contains("does not respond in time for the lease of app/production", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALeaseRevokedWhileAnAnswerWasAwaitedIsNotTakenBack()
    {
        var cut = new CutStore(Store) { CarriesOut = false };
        var held = await new LeaseRegistry(cut, "app", "production", _holders, _clock).TakeAsync("ann", TimeToLive, CancellationToken.None);
        cut.Swallowed = 1;
        await PassAsync(TimeSpan.FromSeconds(10));
        await SwallowedAsync(cut, left: 0);
        Assert.True(await Registry().ReleaseAsync(held.Token, CancellationToken.None));

        await PassAsync(TimeToLive / 6);

        Assert.True(held.Lost.IsCancellationRequested);
        Assert.Equal("Somebody revoked it.", held.WhyLost);
        Assert.Null((await Registry().ShowAsync(CancellationToken.None)).Holder);
        await held.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GivingBackIsTriedAgain(bool carriedOut)
    {
        var cut = new CutStore(Store) { CarriesOut = carriedOut };
        var held = await new LeaseRegistry(cut, "app", "production", _holders, _clock).TakeAsync("ann", TimeToLive, CancellationToken.None);
        cut.Swallowed = 1;
        var giving = held.DisposeAsync().AsTask();
        await SwallowedAsync(cut, left: 0);

        await PassAsync(TimeToLive / 6);
        await giving.WaitAsync(TimeSpan.FromSeconds(10));

        await using var next = await TakeAsync("bob");
        Assert.Equal(2, next.Token);
    }

    [Fact]
    public async Task ADeadHolderIsTakenOverAtOnce()
    {
        await TakeAsync("ann");
        _holders.Bury();

        Assert.Null((await Registry().ShowAsync(CancellationToken.None)).Holder);
        await using var next = await TakeAsync("bob");

        Assert.Equal(2, next.Token);
    }

    [Fact]
    public async Task ALeaseThatIsNotReadableIsOneError()
    {
        using (var content = new MemoryStream(Encoding.UTF8.GetBytes("{}")))
        {
            await Store.PutAsync("app/leases/production.json", content, PutCondition.Always, CancellationToken.None);
        }

        var error = await Assert.ThrowsAsync<PipelineException>(() => TakeAsync("ann"));

        Assert.Contains("app/leases/production.json", error.Message, StringComparison.Ordinal);
    }

    private LeaseRegistry Registry() => new(Store, "app", "production", _holders, _clock);

    private Task<Lease> TakeAsync(string who) => Registry().TakeAsync(who, TimeToLive, CancellationToken.None);

    private async Task<Lease?> TryTakeAsync(string who)
    {
        try
        {
            return await TakeAsync(who);
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.LeaseHeld)
        {
            return null;
        }
    }

    /// <summary>Waits until the store has swallowed a call: only then is time to pass. A busy machine may need a while.</summary>
    private static async Task SwallowedAsync(CutStore cut, int left)
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (cut.Swallowed > left)
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "no call reached the store");
            await Task.Delay(1);
        }
    }

    /// <summary>Moves the clock and lets renewals that it set off reach the store.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await Task.Delay(Settling);
    }
}
