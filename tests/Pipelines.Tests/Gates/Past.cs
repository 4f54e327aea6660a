using System.Globalization;
using NodaTime;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Tests.Gates;

/// <summary>Histories written down in a line.</summary>
internal static class Past
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);

    public static Instant Hour(double hours) => Start + Duration.FromHours(hours);

    /// <summary>
    /// Each word is a deployment: <c>10:R1</c> succeeded ten hours after the start, in no time; R1- has no health check, !R1 was at fault
    /// and rolled back,
    /// =R1 was live already, &lt;R1 is a rollback, #R1 was blocked, *R1 is under way. The commit of R1 is C1.
    /// </summary>
    public static DeploymentHistory Of(string deployments)
    {
        var events = new List<LoggedEvent>();
        foreach (var (number, word) in deployments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var (hours, name) = (double.Parse(word.Split(':')[0], CultureInfo.InvariantCulture), word.Split(':')[1]);
            var (kind, release) = (name[0], name.TrimStart('!', '=', '<', '#', '*').TrimEnd('-'));
            events.AddRange(Events(kind, release, name.EndsWith('-') ? "" : "answered 200").Select(what =>
                new LoggedEvent(events.Count + 1, Hour(hours).ToDateTimeOffset(), $"d{number + 1}", what, "")));
        }

        return new DeploymentHistory([.. events.Select((logged, i) => logged with { Sequence = i + 1 })]);
    }

    private static IEnumerable<DeploymentEvent> Events(char kind, string release, string proof)
    {
        var requested =
            new Requested(kind == '<' ? DeploymentType.Rollback
                : DeploymentType.Manual, release.Replace('R', 'C'), "ann", null, "https://ci.example.test/1", "main");
        var touched = new Activating("a", release, "main");
        var live = new Activated("a", release, "main", proof, null);
        return
        [
            requested,
            new LeaseTaken(1, "ann"),
            new Packaged(release, 1, 1, 1),
            .. kind switch
            {
                '!' => (DeploymentEvent[])[touched, new Failed("it is ill", Condemned: true, Retreat: true), new RetreatStarted(),
                    new Retreated("a", null, null), new RolledBack(null)],
                '=' => [new Completed(release, Unchanged: true)],
                '#' => [new Blocked("freeze", "closed", null)],
                '*' => [touched],
                _ => [touched, live, new Completed(release, Unchanged: false)],
            },
        ];
    }
}
