using Pipelines.Errors;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Health;

public sealed class HealthProverTests
{
    private static readonly HealthCheck Web = new TcpCheck("web", "80") { Name = "web" };
    private static readonly HealthCheck Database = new TcpCheck("db", "5432") { Name = "db" };
    private readonly FakeClock _clock = new();
    private readonly RecordingReporter _reporter = new();

    [Fact]
    public void OneHealthyAnswerIsEnoughByDefault()
    {
        var verdict = Prove(new ScriptedProbe((_, _) => ProbeResult.Well("answered 200")), Web);

        Assert.True(verdict.Healthy);
        Assert.Equal("web: healthy after 0 ms (1 attempt): answered 200", verdict.Explanation);
    }

    [Theory]
    [InlineData("..+", 1, 3, 2.0)]
    [InlineData("+++", 3, 3, 2.0)]
    [InlineData("+.++", 2, 4, 3.0)]
    [InlineData("++.+++", 3, 6, 5.0)]
    public void SuccessesMustFollowOneAnother(string answers, int successes, int attempts, double seconds)
    {
        var probe = new ScriptedProbe((_, number) => answers[number - 1] == '+' ? ProbeResult.Well("up") : ProbeResult.Ill("down"));

        var outcome = Prove(probe, Web with { Successes = successes }).Outcomes.Single();

        Assert.True(outcome.Healthy);
        Assert.Equal((attempts, successes, TimeSpan.FromSeconds(seconds)), (outcome.Attempts, outcome.InARow, outcome.Took));
        Assert.Equal(TimeSpan.FromSeconds(answers.IndexOf('+', StringComparison.Ordinal)), outcome.FirstHealthy);
    }

    [Fact]
    public void TheDeadlineEndsItWithTheLastFault()
    {
        var probe = new ScriptedProbe((_, number) => ProbeResult.Ill(number < 3 ? "connection refused" : "answered 503"));

        var verdict = Prove(probe, Web with { Within = TimeSpan.FromSeconds(5) });

        Assert.False(verdict.Healthy);
        Assert.Equal("web: not healthy after 5 s (5 attempts): answered 503", verdict.Explanation);
    }

    [Fact]
    public void TheLastFaultIsToldThoughTheLastAnswerWasHealthy()
    {
        var probe = new ScriptedProbe((_, number) => number == 3 ? ProbeResult.Ill("answered 503") : ProbeResult.Well("up"));

        var verdict = Prove(probe, Web with { Within = TimeSpan.FromSeconds(5), Successes = 9 });

        Assert.Equal("web: not healthy after 5 s (5 attempts, 2 of 9 successes in a row): answered 503", verdict.Explanation);
    }

    [Fact]
    public void AProbeThatNeverReturnsIsCutOffAtTheDeadline()
    {
        var probe = new ScriptedProbe(async (_, _, cancellation) =>
        {
            await _clock.WaitAsync(TimeSpan.FromHours(1), cancellation);
            return ProbeResult.Well("late");
        });

        var outcome = Prove(probe, Web with { Within = TimeSpan.FromSeconds(7) }).Outcomes.Single();

        Assert.Equal((false, 1, TimeSpan.FromSeconds(7)), (outcome.Healthy, outcome.Attempts, outcome.Took));
        Assert.EndsWith("no response", outcome.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void ProbesStartAtTheIntervalHoweverLongTheyTake()
    {
        var starts = new List<double>();
        var begin = _clock.UtcNow;
        var probe = new ScriptedProbe(async (_, number, cancellation) =>
        {
            starts.Add((_clock.UtcNow - begin).TotalSeconds);
            await _clock.WaitAsync(TimeSpan.FromSeconds(number == 2 ? 3.5 : 0.4), cancellation);
            return number < 5 ? ProbeResult.Ill("down") : ProbeResult.Well("up");
        });

        Prove(probe, Web);

        Assert.Equal([0, 1, 4.51, 5.51, 6.51], starts);
    }

    [Fact]
    public void ChecksRunAtTheSameTimeAndAllMustBeHealthy()
    {
        var probe =
            new ScriptedProbe((check, number) => number < (check == Web ? 11 : 21) ? ProbeResult.Ill("down") : ProbeResult.Well("up"));

        var verdict = Prove(probe, Web, Database);

        Assert.True(verdict.Healthy);
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)], verdict.Outcomes.Select(outcome => outcome.Took));
    }

    [Fact]
    public void AMissedDeadlineStopsTheOthersAtOnce()
    {
        var begin = _clock.UtcNow;

        var verdict = Prove(
            new ScriptedProbe((check, _) => ProbeResult.Ill($"{check.Name} down")), Web with { Within = TimeSpan.FromSeconds(3) },
            Database);

        Assert.False(verdict.Healthy);
        Assert.InRange(_clock.UtcNow - begin, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.5));
        Assert.Contains("web down", verdict.Explanation, StringComparison.Ordinal);
        Assert.Contains("db down", verdict.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeadServiceEndsItLongBeforeTheDeadline()
    {
        var begin = _clock.UtcNow;
        var dies = begin.AddSeconds(2.1);

        var verdict = Prove(
            new ScriptedProbe((_, _) => ProbeResult.Ill("connection refused")),
            _ => Task.FromResult(_clock.UtcNow >= dies ? "the process ended with status 1" : null));

        Assert.InRange(_clock.UtcNow - begin, TimeSpan.FromSeconds(2.1), TimeSpan.FromSeconds(2.6));
        Assert.Equal("the process ended with status 1; web: not healthy after 2.3 s (3 attempts): connection refused", verdict.Explanation);
    }

    [Fact]
    public void AHealthyAnswerFromSomethingElseThanTheServiceProvesNothing()
    {
        var verdict = Prove(new ScriptedProbe((_, _) => ProbeResult.Well("up")), _ => Task.FromResult<string?>("the port is in use"));

        Assert.False(verdict.Healthy);
        Assert.Equal("the port is in use", verdict.Explanation);
    }

    [Fact]
    public void AWrongCheckIsAnErrorAtOnce()
    {
        var probe =
            new ScriptedProbe((check, _) => check == Web ? throw new PipelineException("no such program") : ProbeResult.Ill("down"));
        var begin = _clock.UtcNow;

        var e = Assert.Throws<PipelineException>(() => Prove(probe, Web, Database));

        Assert.Equal("no such program", e.Message);
        Assert.InRange(_clock.UtcNow - begin, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void CancellationStopsEverything()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3), _clock);
        var prover = new HealthProver(new ScriptedProbe((_, _) => ProbeResult.Ill("down")), _clock);

        Assert.ThrowsAny<OperationCanceledException>(
            () => VirtualTime.Run(_clock, () => prover.ProveAsync([Web, Database], _reporter, stop.Token)));
    }

    [Fact]
    public void AskingNothingIsADefect() =>
        Assert.ThrowsAny<ArgumentException>(() => Prove(new ScriptedProbe((_, _) => ProbeResult.Well("up")), checks: []));

    [Fact]
    public void OnlyChangesAreReported()
    {
        Prove(new ScriptedProbe((_, number) =>
            number < 5 ? ProbeResult.Ill(number < 3 ? "refused" : "answered 503") : ProbeResult.Well("up")), Web);

        Assert.Equal(
            ["web: not yet: refused", "web: not yet: answered 503", "web: healthy after 4 s (5 attempts): up"], _reporter.Infos);
    }

    private HealthVerdict Prove(IProbe probe, params HealthCheck[] checks) =>
        VirtualTime.Run(_clock, () => new HealthProver(probe, _clock).ProveAsync(checks, _reporter, CancellationToken.None));

    private HealthVerdict Prove(IProbe probe, Func<CancellationToken, Task<string?>> stillAlive) =>
        VirtualTime.Run(_clock, () => new HealthProver(probe, _clock).ProveAsync([Web], stillAlive, _reporter, CancellationToken.None));
}
