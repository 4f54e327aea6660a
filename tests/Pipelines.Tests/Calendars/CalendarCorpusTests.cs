using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NodaTime;
using NodaTime.TimeZones;
using Pipelines.Calendars.Windows;
using Pipelines.Gates;
using Pipelines.Model;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

/// <summary>Calendars of every kind, read from their configuration, against what Python's zoneinfo and dateutil say:
/// bench/oracles/corpus.py wrote it down.</summary>
public sealed class CalendarCorpusTests
{
    private static readonly long First = Given.Utc("2020-01-01T00:00:00").ToUnixTimeSeconds();
    private static readonly long Last = Given.Utc("2041-01-01T00:00:00").ToUnixTimeSeconds();

    [Fact]
    public void AHundredThousandAnswersAreThoseOfPython()
    {
        var lines = Repository.Read("tests/Pipelines.Tests/Gates/calendars.corpus").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var head = JsonDocument.Parse(lines[0]);
        var compared = lines.Skip(1).Sum(line => Compare(line, head.RootElement));
        Assert.InRange(compared, 100_000, int.MaxValue);
    }

    private static int Compare(string line, JsonElement head)
    {
        using var calendar = JsonDocument.Parse(line);
        var config = Yaml.Sound(calendar.RootElement.GetProperty("config").GetRawText());
        var rules = GateKeys.Rules(config, "e");
        var environment = new EnvironmentCalendar("e", DeploymentType.DirectPush, rules.Calendar!, rules.Freezes);
        var bits =
            BigInteger.Parse("0" + calendar.RootElement.GetProperty("open").GetString(), NumberStyles.HexNumber,
                CultureInfo.InvariantCulture);
        var instants = Instants(calendar.RootElement.GetProperty("transitions"), head).ToList();
        Assert.Equal(instants.Count, bits.GetBitLength() - 1); // a 1 stands before them
        var answers = bits.ToByteArray();
        foreach (var (at, index) in instants.Select((second, index) => (Instant.FromUnixTimeSeconds(second), instants.Count - 1 - index))
            .OrderBy(each => each.Item1))
        {
            if (environment.IsOpen(at) != ((answers[index / 8] >> (index % 8) & 1) != 0))
            {
                var releases =
                    $"time zones of {head.GetProperty("time_zones")} in the corpus, {TzdbDateTimeZoneSource.Default.TzdbVersion} here";
                Assert.Fail($"{environment.At(at)} at {at} in {rules.Calendar!.Zone.Id}; {releases}\n{line}");
            }
        }

        return instants.Count;
    }

    private static IEnumerable<long> Instants(JsonElement transitions, JsonElement head)
    {
        foreach (var transition in transitions.EnumerateArray())
        {
            foreach (var around in head.GetProperty("around").EnumerateArray())
            {
                yield return transition.GetInt64() + around.GetInt64();
            }
        }

        var state = 4711UL;
        for (var i = head.GetProperty("instants").GetInt32(); i > 0; i--)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            yield return First + ((long)(state >> 33) % (Last - First));
        }
    }
}
