using Pipelines.Configuration;
using Pipelines.Gates;
using Pipelines.Gates.Requirements;
using Pipelines.Steps;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Gates;

/// <summary>The gate is asked a second time, later, for what was let in. The calendar is open until 17:00, and 15 minutes must be left at
/// the start.</summary>
public sealed class GateKeeperTests
{
    private static readonly GateSubject Subject = new("production", FakeForge.Commit);

    private static readonly ConfigFile Config = Yaml.Sound("""
        app: backend
        calendars: { office: { zone: UTC, open: ["mon-fri 09:00-17:00"] } }
        freezes: [{ name: night, during: "22:00-23:00", zone: UTC, except: [emergency_manual] }, { name: late, during: "23:00-24:00", zone: UTC }]
        environments: { production: { hosts: ["local:"], calendar: office, time-left: 15m } }
        """);

    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData("16:44", "16:50", "push", false, "open")] // time-left does not count again
    [InlineData("16:44", "16:59", "push", false, "open")]
    [InlineData("16:44", "17:00", "push", false, "outside-window")]
    [InlineData("18:00", "21:59", "local", false, "manual-override")]
    [InlineData("18:00", "22:00", "local", false, "freeze")]
    [InlineData("18:00", "22:00", "local", true, "emergency")]
    [InlineData("18:00", "23:00", "local", true, "freeze")]
    public async Task TheSecondAnswerIsOfTheSameQuestion(string first, string second, string trigger, bool emergency, string reason)
    {
        var keeper = new FakeForge().Keeper(_clock);
        var step = new StepContext(
            new Dictionary<string, object?> { ["event"] = trigger, ["emergency"] = emergency, ["reason"] = trigger == "local"
                ? "INC-4711 login is down" : null }, Config, new RunContext(trigger), new NullReporter());

        At(first);
        Assert.True((await keeper.DecideAsync(step, Subject, GateMode.Enforce, CancellationToken.None)).ShouldDeploy);
        At(second);
        Assert.Equal(reason, (await keeper.AskAgainAsync(step, Subject, CancellationToken.None)).ReasonCode);
    }

    // a Monday
    private void At(string time) =>
        _clock.UtcNow = DateTimeOffset.Parse($"2026-03-16T{time}:00Z", System.Globalization.CultureInfo.InvariantCulture);
}
