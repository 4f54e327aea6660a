using NodaTime;
using NodaTime.Text;
using Pipelines.Calendars.Windows;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

/// <summary>Random calendars in zones with odd clocks: asking, listing and the oracle must agree at every instant tried, and no change may
/// be off by a tick.</summary>
public sealed class CalendarOracleTests
{
    private const int Calendars = 30;
    private const int Days = 200;
    private const int InstantsEach = 850;

    private static readonly string[] OddZones =
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo",
        "America/St_Johns",
        "Africa/Monrovia", "Asia/Tehran", "Asia/Gaza", "Europe/Dublin", "Pacific/Chatham", "Pacific/Kwajalein", "Antarctica/Troll",
        "America/Havana",
    ];

    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    [Fact]
    public void TwentyFiveThousandInstantsAgree()
    {
        var random = new Random(4711);
        var compared = Enumerable.Range(0, Calendars).Sum(round => Compare(random, OddZones[round % OddZones.Length]));
        Assert.InRange(compared, 25_000, int.MaxValue);
    }

    private static int Compare(Random random, string zoneId)
    {
        var zone = Given.Zone(zoneId);
        var from = Instant.FromUtc(random.Next(1968, 2040), random.Next(1, 13), 1, 0, 0).Plus(Duration.FromSeconds(random.Next(86_400)));
        var until = from + Duration.FromDays(Days);
        var (calendar, oracle, rules) = RandomCalendar(random, zone, from.InUtc().Date);
        var changes = calendar.Changes(from, until).ToList();
        AssertExact(changes, oracle, rules);

        var instants = Enumerable.Range(0, InstantsEach).Select(_ => from + Duration.FromSeconds(random.NextDouble() * Days * 86_400))
            .Concat(zone.GetZoneIntervals(from, until).Where(part => part.HasStart).SelectMany(part => Around(part.Start)))
            .Where(instant => instant >= from && instant < until)
            .Order().ToList();
        var (at, open) = (0, false);
        foreach (var instant in instants)
        {
            for (; at < changes.Count && changes[at].At <= instant; at++)
            {
                open = changes[at].Open;
            }

            var (asked, truth) = (calendar.IsOpen(instant), oracle.IsOpen(instant));
            if (truth != open || truth != asked)
            {
                Assert.Fail($"{rules} at {instant}: listed {open}, asked {asked}, truly {truth}");
            }
        }

        return instants.Count;
    }

    private static void AssertExact(List<CalendarChange> changes, CalendarOracle oracle, string rules)
    {
        foreach (var change in changes.Skip(1))
        {
            if (oracle.IsOpen(change.At) != change.Open || oracle.IsOpen(change.At - Duration.Epsilon) == change.Open)
            {
                Assert.Fail($"{rules}: {change}");
            }
        }
    }

    private static IEnumerable<Instant> Around(Instant transition) =>
        new[] { -86_400, -7_200, -3_600, -1_800, -1, 0, 1, 1_800, 3_600, 86_400 }.Select(seconds =>
            transition + Duration.FromSeconds(seconds));

    private static (BusinessCalendar Calendar, CalendarOracle Oracle, string Rules) RandomCalendar(Random random, DateTimeZone zone,
        LocalDate around)
    {
        var (texts, windows) = (new List<string>(), new List<(int Day, int Opens, int Length)>());
        for (var i = random.Next(1, 7); i > 0; i--)
        {
            // Most edges near midnight and the small hours, where the clocks jump.
            var opens = (random.Next(3) == 0 ? random.Next(24 * 60) : random.Next(22 * 60, 28 * 60)) % (24 * 60);
            var length = random.Next(3) == 0 ? random.Next(1, 24 * 60) : random.Next(1, 180);
            var days = DayNames.Index().Where(_ => random.Next(2) == 0).DefaultIfEmpty((6, "sun")).ToList();
            windows.AddRange(days.Select(day => (day.Item1, opens, length)));
            texts.Add(
                $"{string.Join(',', days.Select(day => day.Item2))} "
                + $"{Clock(opens)}-{Clock(opens + length == 24 * 60 ? 24 * 60 : (opens + length) % (24 * 60))}");
        }

        var dates = Enumerable.Range(0, random.Next(20)).Select(_ => around.PlusDays(random.Next(Days))).ToHashSet();
        var yearly = Enumerable.Range(0, random.Next(5)).Select(_ => around.PlusYears(-3).PlusDays(random.Next(364))).ToList();
        var holidays = dates.Select(date => Window.Day(date))
            .Concat(yearly.Select(date =>
                Given.Recurring("FREQ=YEARLY", LocalDatePattern.Iso.Format(date), LocalDatePattern.Iso.Format(date.PlusDays(1))))).ToList();
        return (
            new BusinessCalendar(zone, [.. texts.Select(Given.Window)], holidays),
            new CalendarOracle(zone, windows, dates, yearly.Select(date => (date.Month, date.Day)).ToHashSet()),
            $"{zone.Id} [{string.Join("; ", texts)}] without {string.Join(", ", holidays.Select(holiday => holiday.Text))}");
    }

    private static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";
}
