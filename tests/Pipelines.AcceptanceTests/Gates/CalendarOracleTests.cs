using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Gates;

/// <summary>The published program against Python's zoneinfo and PostgreSQL's AT TIME ZONE; ./build.sh bench --only=calendar does the same
/// for every zone.</summary>
[Trait("needs", "postgresql")]
public sealed class CalendarOracleTests(ITestOutputHelper output)
{
    private const int Zones = 24;

    [Fact]
    [Trait("needs", "dateutil")]
    public async Task AMillionAnswersAroundEveryTransitionAreTheSame()
    {
        var ended =
            await Command.RunAsync("python3", "-B", SourceTree.At("bench/oracles/compare.py"), $"--program={SourceTree.Binary}",
                $"--zones={Zones}", "--instants=1000", "--json");
        ended.Ends(0);
        var report = JsonNode.Parse(ended.Output)!;
        foreach (var zone in report["different_data"]!.AsArray())
        {
            output.WriteLine($"other data of {zone!["zone"]}: {report["releases"]!.ToJsonString()}");
        }

        Assert.Empty(report["failures"]!.AsArray());
        var counts = report["counts"]!;
        Assert.InRange(counts["python"]!.GetValue<int>() + counts["postgresql"]!.GetValue<int>(), 1_000_000, int.MaxValue);
        Assert.InRange(counts["transitions"]!.GetValue<int>(), 200, int.MaxValue);
    }
}
