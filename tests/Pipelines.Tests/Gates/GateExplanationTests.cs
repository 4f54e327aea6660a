using Pipelines.Gates.Decisions;

namespace Pipelines.Tests.Gates;

public sealed class GateExplanationTests
{
    [Theory]
    [InlineData("push", null, "2026-03-11T10:00:00",
        "production is open for direct_push: Wed 2026-03-11 11:00 Europe/Berlin (2026-03-11T10:00:00Z) is inside mon-thu 09:00-18:00. "
        + "Closes Wed 2026-03-11 18:00 Europe/Berlin (2026-03-11T17:00:00Z).")]
    [InlineData("push", null, "2026-03-28T14:30:00",
        "production is closed: Sat 2026-03-28 15:30 Europe/Berlin (2026-03-28T14:30:00Z) is outside mon-thu 09:00-18:00, fri 09:00-15:00. "
        + "Opens Mon 2026-03-30 09:00 Europe/Berlin (2026-03-30T07:00:00Z).")]
    [InlineData("push", null, "2026-03-10T10:00:00",
        "production is closed: Tue 2026-03-10 11:00 Europe/Berlin (2026-03-10T10:00:00Z) is in the holiday Founders' day. Opens Wed "
        + "2026-03-11 09:00 Europe/Berlin (2026-03-11T08:00:00Z).")]
    [InlineData("schedule", null, "2026-12-22T10:00:00",
        "production is closed: Tue 2026-12-22 11:00 Europe/Berlin (2026-12-22T10:00:00Z) is in the freeze year-end. Opens Mon 2027-01-04 "
        + "09:00 Europe/Berlin (2027-01-04T08:00:00Z).")]
    [InlineData("local", null, "2026-03-14T14:30:00",
        "production is closed: Sat 2026-03-14 15:30 Europe/Berlin (2026-03-14T14:30:00Z) is outside mon-thu 09:00-18:00, fri 09:00-15:00. "
        + "Opens Mon 2026-03-16 09:00 Europe/Berlin (2026-03-16T08:00:00Z). To deploy earlier, give a reason of at least 10 characters "
        + "that matches INC-[0-9]+.")]
    [InlineData("local", "INC-1 payments", "2027-03-13T14:30:00",
        "production is open for manual: Sat 2027-03-13 15:30 Europe/Berlin (2027-03-13T14:30:00Z) is outside mon-thu 09:00-18:00, fri "
        + "09:00-15:00, overridden with the reason \"INC-1 payments\".")]
    [InlineData("schedule", null, "2027-03-13T14:30:00",
        "production is closed: Sat 2027-03-13 15:30 Europe/Berlin (2027-03-13T14:30:00Z) is outside mon-thu 09:00-18:00, fri 09:00-15:00. "
        + "Opens Mon 2027-03-15 09:00 Europe/Berlin (2027-03-15T08:00:00Z).")]
    [InlineData("schedule", null, "2027-03-11T10:00:00",
        "production is open for scheduled_maintenance: Thu 2027-03-11 11:00 Europe/Berlin (2027-03-11T10:00:00Z) is inside mon-thu "
        + "09:00-18:00. Closes Thu 2027-03-11 18:00 Europe/Berlin (2027-03-11T17:00:00Z).")]
    public void NamesTheRuleAndTheTimesInTheZoneAndInUtc(string trigger, string? reason, string now, string expected) =>
        Assert.Equal(expected, new Gate(GateTests.Rules).Decide(new GateRequest(trigger, Given.Utc(now), Reason: reason)).Explanation);

    [Theory]
    [InlineData("push", "failed\n::error::x", false,
        "production is closed: the checks ended with \"failed\\u{a}::error::x\". Expected success.")]
    [InlineData("workflow_run", null, false, "production is closed: the result of the checks is unknown. Expected success.")]
    [InlineData("push", null, true,
        "production is closed: the trigger \"push\" cannot declare an emergency; only a person can, by starting the run manually.")]
    [InlineData("web", null, true, "production is closed: an emergency needs a reason of at least 10 characters that matches INC-[0-9]+.")]
    public void NamesWhatWaitingDoesNotMend(string trigger, string? conclusion, bool emergency, string expected) =>
        Assert.Equal(expected, new Gate(GateTests.Rules)
            .Decide(new GateRequest(trigger, Given.Utc("2026-03-11T10:00:00"), conclusion, emergency)).Explanation);

    [Fact]
    public void ItIsOnePrintableLineWhateverWasPutIn()
    {
        const string evil = "INC-1\r\n::set-output name=x::y\u001b[31m\u2028\u202E\ud800";
        var rules = GateTests.Rules with { Environment = evil, AllowedTriggers = [] };
        var emergency = new Gate(rules)
            .Decide(new GateRequest("web", Given.Utc("2026-03-11T10:00:00"), Emergency: true, Reason: evil + new string('x', 100_000)));
        Assert.True(emergency.ShouldDeploy);
        AssertPrintable(emergency.Explanation);
        AssertPrintable(new Gate(rules).Decide(new GateRequest(evil, Given.Utc("2026-03-11T10:00:00"))).Explanation);
        AssertPrintable(new Gate(rules with { AllowedTriggers = [evil] })
            .Decide(new GateRequest("push", Given.Utc("2026-03-11T10:00:00"))).Explanation);
    }

    private static void AssertPrintable(string text)
    {
        Assert.InRange(text.Length, 1, 2000);
        Assert.DoesNotContain(text, letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u202E');
    }
}
