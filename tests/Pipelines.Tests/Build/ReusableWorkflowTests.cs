using System.Text.RegularExpressions;

namespace Pipelines.Tests.Build;

/// <summary>What one reusable workflow offers, all offer, unless there is a reason.</summary>
public sealed partial class ReusableWorkflowTests
{
    public static TheoryData<string> All { get; } = ["deploy", "promote", "queue", "rollback", "scheduled-maintenance"];

    [Theory]
    [MemberData(nameof(All))]
    public void OffersWhatEveryJobNeeds(string workflow)
    {
        var text = Read(workflow);
        string[] inputs = ["environment", "runs-on", "config", "app", "config-ref", "store", "timeout-minutes"];
        Assert.Empty(inputs.Except(Inputs(text)));
        Assert.All(["app-environment", "token"], secret => Assert.Contains($"secrets.{secret}", text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void EveryInputReachesTheProgram(string workflow)
    {
        var text = Read(workflow);
        Assert.All(Inputs(text), input => Assert.Contains($"inputs.{input}", text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void WhatWasInterruptedIsRecoveredByAProgramThatIsThere(string workflow)
    {
        var steps = Read(workflow).Split("\n    steps:\n")[1];
        var setup = steps.IndexOf("uses: $/actions/setup", StringComparison.Ordinal);
        Assert.Single(Regex.Matches(steps, "run: exec pipelines recover"));
        Assert.DoesNotContain("run: pipelines", steps, StringComparison.Ordinal);
        Assert.True(setup > 0 && Regex.Matches(steps, "^      - ", RegexOptions.Multiline).Count(step => step.Index < setup) <= 2,
            "setup is not the second step");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AStoreInS3WorksWithoutKeys(string workflow) => Assert.Contains("id-token: write", Read(workflow), StringComparison.Ordinal);

    [Fact]
    public void NoneWaitsInTheGroupOfAnother() =>
        Assert.Distinct(All.Select(workflow => Group().Match(Read(workflow.Data)).Value));

    [Theory]
    [InlineData("deploy")]
    [InlineData("promote")]
    public void AWaitEndsBeforeItsJobDoes(string workflow)
    {
        var text = Read(workflow);
        Assert.Equal("1h", Default(text, "wait-limit"));
        Assert.True(int.Parse(Default(text, "timeout-minutes"), System.Globalization.CultureInfo.InvariantCulture) > 60);
    }

    private static string Read(string workflow) => Repository.Read($".github/workflows/{workflow}.yml");

    private static List<string> Inputs(string text) =>
        [.. Input().Matches(text.Split("    inputs:\n")[1].Split("    secrets:\n")[0]).Select(match => match.Groups["name"].Value)];

    private static string Default(string text, string input) =>
        Regex.Match(text, $@"^      {input}:\n(        .*\n)*?        default: (?<value>.*)$",
            RegexOptions.Multiline).Groups["value"].Value;

    [GeneratedRegex("^      (?<name>[a-z-]+):$", RegexOptions.Multiline)]
    private static partial Regex Input();

    [GeneratedRegex("group: .*")]
    private static partial Regex Group();
}
