using Pipelines.Notifications;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Notifications;

public sealed class AnnouncerTests
{
    private readonly RecordingReporter _reporter = new();
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(NotificationEvent.Failed, true)]
    [InlineData(NotificationEvent.Blocked, true)]
    [InlineData(NotificationEvent.Succeeded, false)]
    public async Task AChannelIsToldOnlyItsEvents(NotificationEvent happened, bool told)
    {
        var all = new ScriptedNotifier("all", _ => Task.FromResult<string?>(null));
        var some = new ScriptedNotifier("some", _ => Task.FromResult<string?>(null));
        HashSet<NotificationEvent> events = [NotificationEvent.Failed, NotificationEvent.Blocked];

        await AnnounceAsync(happened, new NotificationRule(all), new NotificationRule(some, events));

        Assert.Single(all.Told);
        Assert.Equal(told ? 1 : 0, some.Told.Count);
        Assert.Empty(_reporter.Warnings);
    }

    [Fact]
    public async Task WhatIsNotDeliveredBecomesAWarningAndTheOthersAreToldNonetheless()
    {
        var good = new ScriptedNotifier("good", _ => Task.FromResult<string?>(null));

        await AnnounceAsync(
            NotificationEvent.Started,
            Rule("refusing", _ => Task.FromResult<string?>("the server responded with 404")),
            Rule("throwing", _ => throw new InvalidOperationException("https://secret")),
            Rule("failing", _ => Task.FromException<string?>(new FormatException())),
            new NotificationRule(good));

        Assert.Single(good.Told);
        Assert.Equal(
            [
                "refusing: the notification was not delivered: the server responded with 404",
                "throwing: the notification was not delivered: InvalidOperationException in the notifier.",
                "failing: the notification was not delivered: FormatException in the notifier.",
            ],
            _reporter.Warnings.Select(problem => problem.ToString()));
    }

    [Fact]
    public async Task AChannelThatHangsIsLeftBehindAtTheLimit()
    {
        var announcing = AnnounceAsync(NotificationEvent.Started, Rule("deaf", _ => new TaskCompletionSource<string?>().Task));
        Assert.False(announcing.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(20));
        await announcing.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Contains("longer than 20 s", Assert.Single(_reporter.Warnings).What, StringComparison.Ordinal);
    }

    /// <summary>"told discord." must not follow "not delivered".</summary>
    [Fact]
    public async Task OnlyThoseThatReceivedItWereTold() => Assert.Equal(["good"], await AnnounceAsync(
        NotificationEvent.Failed, Rule("bad", _ => Task.FromResult<string?>("status 500.")), Rule("good", _ =>
            Task.FromResult<string?>(null)), Rule("broken", _ => throw new InvalidOperationException())));

    [Fact]
    public async Task CancellationDoesNotThrowEither()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var announcer = new Announcer([Rule("slow", token => Task.FromCanceled<string?>(token))], _reporter, _clock);

        await announcer.AnnounceAsync(NotificationSamples.Usual(NotificationEvent.Failed), stop.Token);

        Assert.Single(_reporter.Warnings);
    }

    private static NotificationRule Rule(string name, Func<CancellationToken, Task<string?>> answer) =>
        new(new ScriptedNotifier(name, answer));

    private Task<IReadOnlyList<string>> AnnounceAsync(NotificationEvent happened, params NotificationRule[] rules) =>
        new Announcer(rules, _reporter, _clock).AnnounceAsync(NotificationSamples.Usual(happened), CancellationToken.None);
}
