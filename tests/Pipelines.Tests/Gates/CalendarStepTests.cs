using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Tests.Releases;
using Pipelines.Tests.Steps;

namespace Pipelines.Tests.Gates;

public sealed class CalendarStepTests : IDisposable
{
    private readonly StepWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void TheListIsExactlyTheChanges() => Assert.Equal(
        """[{"at":"2026-12-23T00:00:00Z","state":"closed","reason":"outside-window"},{"at":"2026-12-23T08:00:00Z","state":"open","reason":"open"},"""
        + """{"at":"2026-12-23T17:00:00Z","state":"closed","reason":"outside-window"},{"at":"2027-01-04T08:00:00Z","state":"open","reason":"open"},"""
        + """{"at":"2027-01-04T17:00:00Z","state":"closed","reason":"outside-window"}]""",
        Json("--environment production --from 2026-12-23T00:00:00Z --to 2027-01-05T00:00:00Z"));

    [Theory] // types that pass windows or freezes see another calendar
    [InlineData("scheduled_maintenance",
        """[{"at":"2026-12-23T00:00:00Z","state":"closed","reason":"outside-window"},{"at":"2026-12-23T08:00:00Z","state":"open","reason":"open"},{"at":"2026-12-23T17:00:00Z","state":"closed","reason":"outside-window"},{"at":"2027-01-04T08:00:00Z","state":"open","reason":"open"},{"at":"2027-01-04T17:00:00Z","state":"closed","reason":"outside-window"}]""")]
    [InlineData("rollback", """[{"at":"2026-12-23T00:00:00Z","state":"open","reason":"open"}]""")]
    [InlineData("emergency_manual", """[{"at":"2026-12-23T00:00:00Z","state":"open","reason":"open"}]""")]
    public void AnotherTypeAnotherList(string type, string json) =>
        Assert.Equal(json, Json($"--environment production --from 2026-12-23T00:00:00Z --to 2027-01-05T00:00:00Z --type {type}"));

    [Fact]
    public void ByDefaultItBeginsNowAndTellsTwoWeeks()
    {
        _world.Clock.UtcNow = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        var result = _world.Run(new CalendarStep(_world.Clock), "--environment production");
        var lines = result.Text().TrimEnd().Split('\n');
        Assert.Equal("2026-03-02T12:00:00Z  Mon 2026-03-02 13:00:00  open    inside mon-thu 09:00-18:00", lines[0]);
        Assert.Equal("2026-03-02T17:00:00Z  Mon 2026-03-02 18:00:00  closed  outside mon-thu 09:00-18:00, fri 09:00-15:00", lines[1]);
        Assert.Equal("2026-03-16T08:00:00Z  Mon 2026-03-16 09:00:00  open    inside mon-thu 09:00-18:00", lines[^1]);
    }

    [Theory]
    [InlineData("--from 2026-03-02T00:00:00Z --to 2026-03-02T00:00:00Z", "--to: 2026-03-02T00:00:00Z is not after 2026-03-02T00:00:00Z.")]
    [InlineData("--to 2020-01-01T00:00:00Z", "--to: 2020-01-01T00:00:00Z is not after 2026-11-20T12:00:00Z.")]
    [InlineData("--from 9889-12-31T23:00:00Z",
        "to: 9890-01-14T23:00:00Z is out of range. Expected 1901-01-01T00:00:00Z to 9890-01-01T00:00:00Z.")]
    public void ARangeThatIsNoneIsBadInput(string options, string message)
    {
        var failure =
            Assert.Throws<PipelineException>(() => _world.Run(new CalendarStep(_world.Clock), $"--environment production {options}"));
        Assert.Equal((message, ExitCode.BadInput), (failure.Message, failure.ExitCode));
    }

    private string Json(string options) => _world.Run(new CalendarStep(_world.Clock), options).Json!.ToJsonString();
}
