using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Statistics;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Tests.Statistics;

/// <summary>Statistics add up, and say nothing about what nobody knows.</summary>
public sealed class StatisticsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly List<Attempt> _attempts = [];
    private DateTimeOffset _now = Begin;

    [Fact]
    public void FortyFourOfFortySevenIsNinetyThreePointSixPercent()
    {
        Many(44, () => Add(new Completed("R", Unchanged: false)));
        Add(new Failed("the store is full.", Condemned: false, Retreat: false));
        Many(2, () => Add(new RolledBack("R")));
        Add(new Completed("R", Unchanged: true));
        Add(new Blocked("freeze", "closed", NextOpen: null));
        Add(new Cancelled("ada", "typo"));

        var total = Total;

        Assert.Equal((47, 44, 3, 2, 1), (total.Deployments, total.Succeeded, total.Failed, total.Undone, total.Blocked));
        Assert.Equal("93.6 %", $"{total.SuccessRate}");
        Assert.Equal("███████████████████░", total.SuccessRate!.Value.Bar);
    }

    [Fact]
    public void WithoutDataNothingIsKnown()
    {
        var total = Total;

        Assert.Equal((0, null, null, null, null),
            (total.Deployments, total.SuccessRate, total.MedianWork, total.Downtime, total.MedianClosed));
        Assert.All(Dora(), metric => Assert.Null(metric.Value));
        Assert.All(Dora(), metric => Assert.Null(metric.Text));
    }

    [Fact]
    public void WaitingIsToldFromWork()
    {
        Add(wait: TimeSpan.FromHours(5), work: TimeSpan.FromMinutes(2), end: new Completed("R", Unchanged: false));
        Add(wait: TimeSpan.FromHours(1), work: TimeSpan.FromMinutes(4), end: new Completed("R", Unchanged: false));
        Add(wait: TimeSpan.Zero, work: TimeSpan.FromMinutes(9), end: new RolledBack("R"));

        Assert.Equal((TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(9), TimeSpan.FromHours(1)),
            (Total.MedianWork, Total.P95Work, Total.MedianWait));
    }

    [Fact]
    public void DowntimeAndClosedTimesAreThoseThatWereMeasured()
    {
        Add(new Completed("R", Unchanged: false), new Activated("h", "R", "main", "200", 1500));
        Add(new Completed("R", Unchanged: false), new Activated("h", "R", "main", "200", null));
        Add(new Blocked("outside-window", "closed", _now.AddHours(3)));

        Assert.Equal((TimeSpan.FromMilliseconds(1500), TimeSpan.FromHours(3)), (Total.Downtime, Total.MedianClosed));
    }

    [Fact]
    public void TheMetricsOfDoraNameWhatTheyAreComputedFrom()
    {
        var good = Add(new Completed("R1", Unchanged: false));
        var undone = Add(work: TimeSpan.FromMinutes(3), end: new RolledBack("R1"));
        var bad = Add(new Completed("R2", Unchanged: false));
        _now = Begin.AddHours(4);
        var back = Add(new Completed("R1", Unchanged: false), type: DeploymentType.Rollback);
        var hotfix = Add(new Completed("R3", Unchanged: false), type: DeploymentType.EmergencyManual);

        var dora = Dora(commit => commit is null ? null : Begin.AddHours(-2)).ToDictionary(metric => metric.Name);

        Assert.Equal([good, bad, hotfix], dora["deployment_frequency"].Numerator);
        Assert.Equal(3.0 / 30, dora["deployment_frequency"].Value);
        Assert.Equal([undone, bad], dora["change_failure_rate"].Numerator);
        Assert.Equal([good, undone, bad, hotfix], dora["change_failure_rate"].Denominator);
        Assert.Equal("50 %", dora["change_failure_rate"].Text);
        Assert.Equal([undone, bad], dora["recovery_time"].Numerator);
        Assert.Equal([back, hotfix], dora["rework_rate"].Numerator);
        Assert.Equal("40 %", dora["rework_rate"].Text);
        Assert.Equal([good, bad, hotfix], dora["lead_time"].Numerator);
        Assert.InRange(dora["lead_time"].Value!.Value, TimeSpan.FromHours(2).TotalSeconds, TimeSpan.FromHours(3).TotalSeconds);
    }

    /// <summary>As long as it is not mended, nobody knows how long that takes.</summary>
    [Fact]
    public void AFailureThatLastsHasNoRecoveryTime()
    {
        Add(new Completed("R1", Unchanged: false));
        var stuck = Add(new RollbackFailed("the host is gone."));

        var dora = Dora().ToDictionary(metric => metric.Name);

        Assert.Equal([stuck], dora["change_failure_rate"].Numerator);
        Assert.Null(dora["recovery_time"].Value);
    }

    private GroupStatistics Total => new("total", _attempts);

    private IReadOnlyList<DoraMetric> Dora(Func<string?, DateTimeOffset?>? committedAt = null) =>
        new DoraMetrics(_attempts, TimeSpan.FromDays(30)).All(committedAt ?? (_ => null));

    private static void Many(int times, Action add)
    {
        for (var i = 0; i < times; i++)
        {
            add();
        }
    }

    private string Add(DeploymentEvent end, DeploymentEvent? before = null, DeploymentType type = DeploymentType.Manual) =>
        Add(TimeSpan.Zero, TimeSpan.FromMinutes(1), end, before, type);

    private string Add(TimeSpan work, DeploymentEvent end) => Add(TimeSpan.Zero, work, end);

    private string Add(
        TimeSpan wait, TimeSpan work, DeploymentEvent end, DeploymentEvent? before = null, DeploymentType type = DeploymentType.Manual)
    {
        var id = $"d{_attempts.Count}";
        var events = new List<LoggedEvent>();
        Tell(new Requested(type, "c0ffee", "ada", null, null, null));
        if (end is not (Blocked or Cancelled))
        {
            _now += wait;
            Tell(new LeaseTaken(1, "ada"));
            _now += work;
        }

        if (before is not null)
        {
            Tell(before);
        }

        Tell(end);
        _attempts.Add(new Attempt("production", new DeploymentRecord(id, events)));
        return id;

        void Tell(DeploymentEvent what) => events.Add(new LoggedEvent(events.Count + 1, _now, id, what, "hash"));
    }
}
