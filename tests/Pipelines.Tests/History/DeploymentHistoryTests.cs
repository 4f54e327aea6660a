using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Tests.History;

public sealed class DeploymentHistoryTests
{
    /// <summary>
    /// Each word is a deployment: R1 succeeded, =R1 found it live, !R1 was at fault and rolled back, ?R1 failed for another reason, &lt;R1
    /// is a rollback to it,
    /// #R1 was blocked, ~R1 died before it touched a host, *R1 died after, xR1 could not be undone.
    /// </summary>
    [Theory]
    [InlineData("", null, null, "")]
    [InlineData("R1", "R1", null, "")]
    [InlineData("R1 R2", "R2", "R1", "")]
    [InlineData("R1 R2 =R2 =R2", "R2", "R1", "")]
    [InlineData("R1 R2 #R3", "R2", "R1", "")]
    [InlineData("R1 !R2", "R1", null, "R2")]
    [InlineData("R1 R2 !R3", "R2", "R1", "R3")]
    [InlineData("R1 !R2 #R2", "R1", null, "R2")]
    [InlineData("R1 !R2 ?R2", "R1", null, "R2")]
    [InlineData("R1 !R2 ~R2", "R1", null, "R2")]
    [InlineData("R1 !R2 R2", "R2", "R1", "")]
    [InlineData("R1 ?R2", "R1", null, "")]
    [InlineData("R1 R2 <R1", "R1", null, "R2")]
    [InlineData("R1 R2 =R2 <R1", "R1", null, "R2")]
    [InlineData("R1 R2 <R1 =R1", "R1", null, "R2")]
    [InlineData("R0 R1 R2 <R1", "R1", "R0", "R2")]
    [InlineData("R0 R1 R2 <R1 <R0", "R0", null, "R1 R2")]
    [InlineData("R1 R2 <R1 R2", "R2", "R1", "")]
    [InlineData("R1 R2 <R1 R3", "R3", "R1", "R2")]
    [InlineData("R1 R2 <R1 <R2", "R2", null, "R1")]
    [InlineData("R1 R2 <R1 !R2", "R1", null, "R2")]
    [InlineData("R0 R1 ~R2", "R1", "R0", "")]
    [InlineData("R0 R1 *R2", "R1", "R1", "")]
    [InlineData("R0 R1 xR2", "R1", "R1", "R2")]
    [InlineData("R0 R1 xR2 #R2", "R1", "R1", "R2")]
    [InlineData("R0 R1 xR2 <R1", "R1", "R0", "R2")]
    [InlineData("*R1", null, null, "")]
    public void TheLogTellsWhatIsLiveWhereToGoBackAndWhatIsAtFault(string deployments, string? live, string? previous, string condemned)
    {
        var history = Of(deployments);

        Assert.Equal((live, previous), (history.Live?.Release, history.Previous?.Release));
        Assert.Equal(condemned,
            string.Join(' ', new[] { "R0", "R1", "R2", "R3" }.Where(release => history.Condemnation(release) is not null)));
    }

    [Theory]
    [InlineData("R1", null)]
    [InlineData("R1 ~R2", "2")]
    [InlineData("R1 *R2", "2")]
    [InlineData("R1 *R2 #R3", "2")]
    [InlineData("R1 xR2", null)]
    [InlineData("R1 ?R2", null)]
    public void OneThatHoldsTheLeaseAndHasNoEndIsUnfinished(string deployments, string? id) =>
        Assert.Equal(id, Of(deployments).Unfinished?.Id);

    private static DeploymentHistory Of(string deployments)
    {
        var events = new List<LoggedEvent>();
        foreach (var (number, word) in deployments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var release = word.TrimStart('=', '!', '?', '<', '#', '~', '*', 'x');
            foreach (var what in Events(word[0], release))
            {
                events.Add(new LoggedEvent(events.Count + 1, DateTimeOffset.UnixEpoch.AddSeconds(events.Count), $"{number + 1}", what, ""));
            }
        }

        return new DeploymentHistory(events);
    }

    private static IEnumerable<DeploymentEvent> Events(char kind, string release) =>
    [
        new Requested(kind == '<' ? DeploymentType.Rollback : DeploymentType.Manual, null, null, null, null, null),
        new LeaseTaken(1, "ann"),
        new Packaged(release, 1, 1, 1),
        .. kind is 'R' or '<' or '!' or '*' or 'x' ? [new Activating("a", release, "main")] : Array.Empty<DeploymentEvent>(),
        .. (IEnumerable<DeploymentEvent>)(kind switch
        {
            'R' or '<' => [new Completed(release, Unchanged: false)],
            '=' => [new Completed(release, Unchanged: true)],
            '!' => [new Failed("no", Condemned: true, Retreat: true), new RetreatStarted(), new RolledBack(null)],
            'x' => [new Failed("no", Condemned: true, Retreat: true), new RetreatStarted(), new RollbackFailed("no")],
            '?' => [new Failed("no", Condemned: false, Retreat: false)],
            '#' => [new Blocked("closed", "no", null)],
            _ => Array.Empty<DeploymentEvent>(),
        }),
    ];
}
