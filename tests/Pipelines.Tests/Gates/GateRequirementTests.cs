using System.Globalization;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Releases;
using Pipelines.Tests.Steps;

namespace Pipelines.Tests.Gates;

/// <summary>Requirements together with the calendar, by the step.</summary>
public sealed class GateRequirementTests : IDisposable
{
    private const string Green = "ci=Succeeded";
    private readonly StepWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("2026-03-09T10:00:00Z", "ci=Succeeded", ExitCode.Passed, "open", "")]
    [InlineData("2026-03-09T10:00:00Z", "ci=Failed", ExitCode.Blocked, "requirement-unmet", "")]
    [InlineData("2026-03-09T10:00:00Z", "", ExitCode.Blocked, "requirement-unmet", "")]
    [InlineData("2026-03-09T06:30:00Z", "ci=Succeeded", ExitCode.Blocked, "outside-window", "2026-03-09T08:00:00Z")]
    // the calendar keeps the say, both are told
    [InlineData("2026-03-09T06:30:00Z", "ci=Failed", ExitCode.Blocked, "outside-window", "2026-03-09T08:00:00Z")]
    public void BothTheCalendarAndTheRequirementsMustLetItIn(string now, string checks, ExitCode exitCode, string reason, string nextOpen)
    {
        var result = Gate(now, checks, "requires: { checks: [ci] }");

        Assert.Equal((exitCode, reason, nextOpen), (result.ExitCode, Output(result, "reason"), Output(result, "next-open")));
        Assert.Equal(checks == Green, !result.Message.Contains("checks:ci", StringComparison.Ordinal));
    }

    [Fact]
    public void EverythingThatIsNotMetIsListedAtOnceForPeopleAndPrograms()
    {
        var result =
            Gate("2026-03-09T10:00:00Z", "ci=Failed",
                "requires: { checks: [ci, lint], healthy-in: { staging: 2h }, cooldown: 1h, signed: commit, approvals: 1 }");

        Assert.Equal(
            "production is closed: not met: checks:ci (ended with \"failure\" for commit aaaaaaaaaaaa); checks:lint (no check with this "
                + "name has reported for commit aaaaaaaaaaaa. These have: ci); "
            + $"healthy-in:staging (commit {FakeForge.Commit} was never live there); approvals (the commit is neither the head nor the "
                + $"merge commit of a pull or merge request); "
            + "signed (the commit has no verified signature (\"unsigned\")).",
            result.Message);
        Assert.Equal(
            """
            REQUIREMENT         MET  WHY
            checks:ci           no   ended with "failure" for commit aaaaaaaaaaaa https://ci.example.test/ci
            checks:lint         no   no check with this name has reported for commit aaaaaaaaaaaa. These have: ci.
            healthy-in:staging  no   commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa was never live there
            approvals           no   the commit is neither the head nor the merge commit of a pull or merge request
            cooldown            yes  nothing was deployed here before
            signed              no   the commit has no verified signature ("unsigned")

            """, result.Text());
        Assert.Equal(
            """{"name":"checks:ci","satisfied":false,"why":"ended with \u0022failure\u0022 for commit aaaaaaaaaaaa","link":"https://ci.example.test/ci","met_at":null}""",
            result.Members()["requirements"]![0]!.ToJsonString());
        Assert.Contains("| checks:ci | ❌ | ended with \"failure\" for commit aaaaaaaaaaaa [look](<https://ci.example.test/ci>) |",
            result.Page!.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutRequirementsNothingIsOpened()
    {
        Gate("2026-03-09T10:00:00Z", "", "");
        Assert.Empty(_world.Forge.Asked);
    }

    [Fact]
    public void ARollbackIsNotHeldUp()
    {
        Assert.Equal(ExitCode.Passed, Gate("2026-03-09T10:00:00Z", "", "requires: { checks: [ci] }", "--type rollback").ExitCode);
        Assert.Empty(_world.Forge.Asked);
    }

    [Theory]
    [InlineData("requires: { checks: [ci] }", ExitCode.Blocked)]
    [InlineData("requires: { checks: [ci], except: [emergency_manual] }", ExitCode.Passed)]
    public void AnEmergencyPassesRequirementsThatExceptIt(string requires, ExitCode exitCode)
    {
        _world.Trigger = "local";
        Assert.Equal(exitCode, Gate("2026-03-09T10:00:00Z", "ci=Failed", requires, "--emergency", "INC-1 login is down").ExitCode);
    }

    [Fact]
    public void WaitLooksAgainWhileACheckRuns()
    {
        var ends = new DateTimeOffset(2026, 3, 9, 10, 4, 50, TimeSpan.Zero);
        _world.Clock.UtcNow = new DateTimeOffset(2026, 3, 9, 10, 0, 0, TimeSpan.Zero);
        _world.Config = Config("requires: { checks: [ci] }");
        _world.Forge.ChecksNow = () =>
            [new CommitCheck("ci", _world.Clock.UtcNow < ends ? CheckState.Pending : CheckState.Succeeded, "in_progress")];

        Assert.Equal(ExitCode.Passed, _world.Run(_world.Gate(), "--environment production --mode wait").ExitCode);
        Assert.Equal("2026-03-09T10:05:00Z", Instants.Format(_world.Clock.UtcNow));
    }

    /// <summary>A check ends after the calendar has closed: what waits for it goes on waiting for the next opening, Tuesday at nine in
    /// Berlin.</summary>
    [Theory]
    [InlineData("24h", ExitCode.Passed, "2026-03-10T08:00:00Z")]
    [InlineData("2h", ExitCode.Blocked, "2026-03-09T17:00:00Z")] // it would be too long, which shows when it closes
    public void WaitGoesOnWhenItClosesMeanwhile(string limit, ExitCode exitCode, string ended)
    {
        var ends = new DateTimeOffset(2026, 3, 9, 17, 4, 50, TimeSpan.Zero);
        _world.Clock.UtcNow = new DateTimeOffset(2026, 3, 9, 16, 30, 0, TimeSpan.Zero);
        _world.Config = Config("requires: { checks: [ci] }");
        _world.Forge.ChecksNow = () =>
            [new CommitCheck("ci", _world.Clock.UtcNow < ends ? CheckState.Pending : CheckState.Succeeded, "in_progress")];

        Assert.Equal(exitCode, _world.Run(_world.Gate(), $"--environment production --mode wait --wait-limit {limit}").ExitCode);
        Assert.Equal(ended, Instants.Format(_world.Clock.UtcNow));
    }

    [Fact]
    public void WaitDoesNotWaitForWhatHasFailed()
    {
        Assert.Equal(ExitCode.Blocked, Gate("2026-03-09T10:00:00Z", "ci=Failed", "requires: { checks: [ci] }", "--mode wait").ExitCode);
        Assert.Equal("2026-03-09T10:00:00Z", Instants.Format(_world.Clock.UtcNow));
    }

    /// <summary>The hour is over at 18:30, when the office is closed.</summary>
    [Fact]
    public void TheNextOpeningHeedsBoth()
    {
        var rules = GateKeys.Rules(Yaml.Sound(Config("").Replace(", holidays/de.ics", "", StringComparison.Ordinal)), "production");
        var now = Given.Utc("2026-03-09T16:45:00");
        var unmet = new RequirementResult("cooldown", false, "too soon") { MetAt = Given.Utc("2026-03-09T17:30:00") };

        var decision = new Gate(rules).Decide(new GateRequest("push", now), [unmet]);

        Assert.Equal((false, GateReasons.RequirementUnmet, Given.Utc("2026-03-10T08:00:00")),
            (decision.ShouldDeploy, decision.ReasonCode, decision.NextOpen));
        Assert.Equal(DeploymentType.None, decision.DeploymentType);
    }

    [Theory]
    [InlineData("requires: { check: [ci] }", "environments.production.requires.check: is not a known key. Did you mean checks?")]
    [InlineData("requires: { healthy-in: { stagin: 1h } }",
        "environments.production.requires.healthy-in.stagin: \"stagin\" is not an environment in this file. Did you mean staging?")]
    [InlineData("requires: { branches: [] }",
        "environments.production.requires.branches: the list is empty. Expected a list of a string, with at least one entry.")]
    [InlineData("requires: { branches: { names: [], protected: true } }",
        "environments.production.requires.branches.names: the list is empty. Expected a list of a string, with at least one entry.")]
    [InlineData("requires: { healthy-in: { production: 1h } }",
        "environments.production.requires.healthy-in.production: an environment cannot require itself. Expected another one.")]
    [InlineData("requires: { approvals: 0 }", "environments.production.requires.approvals: expected a whole number from 1 to 100")]
    [InlineData("requires: { at-most: { count: 2 } }", "environments.production.requires.at-most.within: is missing.")]
    [InlineData("requires: { signed: both }", "environments.production.requires.signed: \"both\" is not valid.")]
    public void AMistakeNamesItsPlace(string requires, string problem) =>
        Assert.Contains(problem, Assert.Single(Yaml.Problems(Config(requires))), StringComparison.Ordinal);

    private static string Config(string requires) =>
        StepWorld.Office.Replace("    calendar: office\n", $"    calendar: office\n    {requires}\n", StringComparison.Ordinal);

    private StepResult Gate(string now, string checks, string requires, string options = "", string? reason = null)
    {
        _world.Clock.UtcNow = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        _world.Config = Config(requires);
        _world.Forge.Signature = new Signature(false, "unsigned", FakeForge.Commit);
        _world.Forge.Checks = [.. checks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(check => check.Split('='))
            .Select(check =>
                new CommitCheck(check[0], Enum.Parse<CheckState>(check[1]), check[1] == "Failed"
                    ? "failure" : "success", new Uri($"https://ci.example.test/{check[0]}")))];
        return _world.Run(_world.Gate(), options.Contains("--mode", StringComparison.Ordinal)
            ? $"--environment production {options}" : $"--environment production --mode enforce {options}", reason);
    }

    private static string Output(StepResult result, string name) => $"{result.Outputs.Single(pair => pair.Key.Name == name).Value}";
}
