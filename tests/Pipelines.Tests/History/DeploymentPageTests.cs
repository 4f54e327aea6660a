using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Tests.History;

public sealed class DeploymentPageTests
{
    private static readonly Requested Hostile =
        new(DeploymentType.Manual, "c0ffee", "@ann", "a|b <script> `x` [y](z)\n# big", null, "main");

    [Fact]
    public void ADeploymentThatSucceeded() => Snapshot.Match(
        Page(
            Hostile, new LeaseTaken(7, "ann"), new Admitted("open", "it is open"), new Packaged("R", 1, 2, 3), new Staged("web-1", "R"),
            new Activating("web-1", "R", "blue"),
            new Activated("web-1", "R", "blue", "http: 200 | after 12 ms", 40), new Activated("web-2", "R", "main", "", null),
            new Completed("R", Unchanged: false)),
        "succeeded");

    [Fact]
    public void ADeploymentThatCouldNotBeUndone() => Snapshot.Match(
        Page(Hostile with { Reason = null }, new Activating("web-1", "R", "main"), new Failed("it answers 500.", true, true),
            new RetreatStarted(), new RollbackFailed("web-1: no.")), "rollback-failed");

    [Fact]
    public void OfALongReasonTheBeginningIsShownAndTheLinesOfAnyAreKept()
    {
        Assert.Contains("> Reason: one\\\n> \u200b- two\\\n> \u200b---\n\n", Page(Hostile with { Reason = "one\r\n- two\n---\n" }),
            StringComparison.Ordinal);

        var page = Page(Hostile with { Reason = new string('x', 100_000) });

        Assert.InRange(page.Length, 2000, 3000);
        Assert.Contains("xx… (98,008 more characters)\n", page, StringComparison.Ordinal);
    }

    private static string Page(params DeploymentEvent[] events) => DeploymentPage.Of(
        new DeploymentRecord("D",
            [.. events.Select((what, i) => new LoggedEvent(i + 1, DateTimeOffset.UnixEpoch.AddMilliseconds(300 * i), "D", what, ""))]),
        "production",
        [new Link("production", "https://example.test/a?b=(c)"), new Link("not a link", "java script:x")]).Markdown;
}
