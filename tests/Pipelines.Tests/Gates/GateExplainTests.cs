using Pipelines.Gates.Decisions;
using Pipelines.Tests.Releases;
using Pipelines.Tests.Steps;

namespace Pipelines.Tests.Gates;

public sealed class GateExplainTests : IDisposable
{
    private readonly StepWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void EveryRuleTellsItsStateAndItsNextChangeInUtcAndInTheZone()
    {
        var text = _world.Run(_world.Gate(), "--environment production --explain --now 2026-12-23T10:00:00Z").Text();
        Assert.Equal(
            """
                    UTC                   Europe/Berlin
            now     2026-12-23T10:00:00Z  Wed 2026-12-23 11:00
            closes  2026-12-23T17:00:00Z  Wed 2026-12-23 18:00

            RULE                        NOW      CHANGES (UTC)         CHANGES (Europe/Berlin)
            freeze year-end             -        2026-12-27T23:00:00Z  Mon 2026-12-28 00:00
            holiday 2026-12-24          -        2026-12-23T23:00:00Z  Thu 2026-12-24 00:00
            holiday Christmas           -        2026-12-24T23:00:00Z  Fri 2026-12-25 00:00
            window mon-thu 09:00-18:00  decides  2026-12-23T17:00:00Z  Wed 2026-12-23 18:00
            window fri 09:00-15:00      -        2026-12-25T08:00:00Z  Fri 2026-12-25 09:00

            """,
            text[..text.IndexOf("time zones", StringComparison.Ordinal)]);
    }

    [Theory] // when, trigger -> the rule that decides
    [InlineData("2026-12-23T10:00:00Z", "push", "window mon-thu 09:00-18:00")]
    [InlineData("2026-12-24T10:00:00Z", "push", "holiday 2026-12-24")]
    [InlineData("2026-12-29T10:00:00Z", "push", "freeze year-end")]
    [InlineData("2026-12-26T10:00:00Z", "push", "")] // outside of all
    [InlineData("2026-12-24T10:00:00Z", "schedule", "holiday 2026-12-24")]
    [InlineData("2026-12-23T10:00:00Z", "schedule", "window mon-thu 09:00-18:00")]
    [InlineData("2026-12-23T10:00:00Z", "pull_request", "")] // the calendar has no say
    public void TheRuleThatDecidesIsMarked(string now, string trigger, string rule)
    {
        _world.Trigger = trigger;
        var result = _world.Run(_world.Gate(), $"--environment production --explain --now {now}");
        var decides = result.Members()["explain"]!["rules"]!.AsArray().Where(each => each!["decides"]!.GetValue<bool>())
            .Select(each => $"{each!["kind"]} {each["name"]}");
        Assert.Equal(rule, string.Join(", ", decides));
    }

    [Fact]
    public void WhatHasNoSayTellsWhy()
    {
        _world.Trigger = "local";
        var result =
            _world.Run(_world.Gate(), "--environment production --explain --emergency --now 2026-12-24T10:00:00Z", "payments are down");
        Assert.Contains("holiday 2026-12-24          not for emergency_manual", result.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTheFlagNothingIsAdded()
    {
        var result = _world.Run(_world.Gate(), "--environment production --now 2026-12-24T10:00:00Z");
        Assert.Equal(("", "requirements"), (result.Text(), Assert.Single(result.Members()).Key));
    }
}
