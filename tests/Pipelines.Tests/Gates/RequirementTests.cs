using NodaTime;
using Pipelines.Forges;
using Pipelines.Gates.Requirements;
using Pipelines.Model;

namespace Pipelines.Tests.Gates;

/// <summary>Each requirement by itself, as a table.</summary>
public sealed class RequirementTests
{
    private const string Commit = FakeForge.Commit;

    /// <summary>Checks are NAME=WORD, where the word is the platform's.</summary>
    [Theory]
    [InlineData("ci=success", true, false, "\"success\" for commit aaaaaaaaaaaa")]
    [InlineData("ci=success ci=success", true, false, "\"success\" for commit aaaaaaaaaaaa")]
    [InlineData("ci=success ci=failure", false, false, "ended with \"failure\" for commit aaaaaaaaaaaa")]
    [InlineData("ci=success ci=in_progress", false, true, "has not finished (\"in_progress\") for commit aaaaaaaaaaaa")]
    [InlineData("ci=in_progress ci=failure", false, false, "ended with \"failure\" for commit aaaaaaaaaaaa")]
    [InlineData("ci=skipped", false, false, "ended with \"skipped\" for commit aaaaaaaaaaaa")]
    [InlineData("CI=success ci2=success", false, true,
        "no check with this name has reported for commit aaaaaaaaaaaa. These have: CI, ci2.")]
    [InlineData("", false, true, "no check with this name has reported for commit aaaaaaaaaaaa. No check has reported.")]
    public void ACheckIsGreenWhenAllOfItsNameAre(string checks, bool met, bool pending, string why)
    {
        var all = checks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(check => check.Split('='))
            .Select(check => new CommitCheck(check[0], check[1] switch
        {
            "success" => CheckState.Succeeded,
            "in_progress" => CheckState.Pending,
            _ => CheckState.Failed,
        }, check[1])).ToList();

        Assert.Equal(new RequirementResult("checks:ci", met, why) { IsPending = pending }, new CheckRequirement("ci").Judge(all, Commit));
    }

    /// <summary>Approvers and objectors by name, the author is ann; who counts by role or team.</summary>
    [Theory]
    [InlineData("bob carl", "", "", "", true, "pull request #7 is approved by bob, carl")]
    [InlineData("bob", "", "", "", false, "pull request #7 has 1 of 2 approvals: bob")]
    [InlineData("bob ANN", "", "", "", false, "pull request #7 has 1 of 2 approvals: bob; not counted: ANN (the author)")]
    [InlineData("bob Bob", "", "", "", false, "pull request #7 has 1 of 2 approvals: bob")]
    [InlineData("bob carl", "dora", "", "", false, "pull request #7: dora requested changes")]
    [InlineData("bob carl dora", "", "maintain", "", false,
        "pull request #7 has 1 of 2 approvals by maintain: bob; not counted: carl (none of maintain), dora (none of maintain)")]
    [InlineData("bob carl dora", "", "maintain", "sre", true,
        "pull request #7 is approved by bob, dora; not counted: carl (none of maintain, sre)")]
    [InlineData("bob carl dora", "", "", "sre", false,
        "pull request #7 has 1 of 2 approvals by sre: dora; not counted: bob (none of sre), carl (none of sre)")]
    [InlineData("bob stranger", "", "", "", false, "pull request #7 has 1 of 2 approvals: bob; not counted: stranger (may not merge)")]
    [InlineData("bob review[bot] project_7_bot_1f3a", "", "", "", false,
        "pull request #7 has 1 of 2 approvals: bob; not counted: review[bot] (a bot), project_7_bot_1f3a (a bot)")]
    [InlineData("bob carl stranger", "", "", "", true, "pull request #7 is approved by bob, carl; not counted: stranger (may not merge)")]
    [InlineData("", "", "", "", false, "pull request #7 has 0 of 2 approvals")]
    public async Task ApprovalsAreOfOtherPeopleWhoCount(string approvers, string objectors, string roles, string teams, bool met,
        string why)
    {
        var platform = new FakeForge { Review = new ChangeReview("pull request #7", "ann", Words(approvers), Words(objectors)) };
        platform.RolesByLogin["bob"] = "maintain";
        platform.Members.Add("sre/dora");
        platform.Strangers.Add("stranger");

        var result = await new ApprovalsRequirement(2, Words(roles), Words(teams)).JudgeAsync(Evidence(platform), CancellationToken.None);

        Assert.Equal((met, why), (result.Satisfied, result.Why));
        Assert.Equal(!met, result.IsPending);
    }

    [Fact]
    public void WhatThePlatformItselfRequiresIsNotLeftOut()
    {
        var review =
            new ChangeReview("pull request #7", "ann", ["bob"], []) { Missing = "a code owner has to approve",
                Uncounted = [new("eve", "approved an earlier state")] };
        var result = new ApprovalsRequirement(1, [], []).Judge(review, ["bob"]);
        Assert.Equal((false, "pull request #7: a code owner has to approve; not counted: eve (approved an earlier state)", true),
            (result.Satisfied, result.Why, result.IsPending));
    }

    [Fact]
    public void ACommitOfNoRequestIsNotApproved() => Assert.Equal(
        new RequirementResult("approvals", false, "the commit is neither the head nor the merge commit of a pull or merge request"),
        new ApprovalsRequirement(1, [], []).Judge(null, []));

    /// <summary>Four hours are asked for, at twelve hours after the start. The answer ends in when it is met, in hours.</summary>
    [Theory]
    [InlineData("8:R1", "R1", true, "release R1 was healthy for 4h there")]
    [InlineData("9:R1", "R1", false, "release R1 was healthy for 3h of 4h there", 13.0)]
    [InlineData("9:R1", "C1", false, "commit C1 was healthy for 3h of 4h there", 13.0)]
    [InlineData("0:R1 5:R2", "R1", true, "release R1 was healthy for 5h there")] // it has done its time, and another followed
    [InlineData("9:R1 11:R2", "R1", false, "release R1 was healthy for 2h of 4h there")] // nothing goes on
    [InlineData("0:R1 3:R2 5:<R1", "R1", true, "release R1 was healthy for 10h there")]
    [InlineData("2:R1 5:R2 11.5:R1", "R1", false, "release R1 was healthy for 3h30m of 4h there", 12.5)]
    [InlineData("6:R1 10:!R2", "R1", true, "release R1 was healthy for 6h there")] // the other one was rolled back at once
    [InlineData("0:R1 11:=R1", "R1", true, "release R1 was healthy for 12h there")]
    [InlineData("6:R1 8:*R2", "R1", false, "release R1 was healthy for 2h of 4h there")] // another is under way: nobody knows what is live
    [InlineData("0:R1 8:#R2", "R1", true, "release R1 was healthy for 12h there")]
    [InlineData("0:R2", "R1", false, "release R1 was never live there")]
    [InlineData("0:!R1", "R1", false, "release R1 was never live there")]
    [InlineData("0:R0 1:R1 9:<R0", "R1", false, "release R1 was marked as known bad there by deployment d3")]
    [InlineData("0:R1-", "R1", false, "staging has no health check that could verify release R1")]
    [InlineData("", "C1", false, "commit C1 was never live there")]
    public void ASoakIsTheTimeThatTheSameWasLiveAndProven(string history, string subject, bool met, string why, double? metAt = null)
    {
        var what = new GateSubject("production", subject.Replace('R', 'C'), subject.StartsWith('R') ? subject : null);

        var result = new HealthyInRequirement("staging", TimeSpan.FromHours(4)).Judge(Past.Of(history), what, Past.Hour(12));

        Assert.Equal((met, why, At(metAt)), (result.Satisfied, result.Why, result.MetAt));
    }

    [Theory]
    [InlineData("", true, "nothing was deployed here before")]
    // half-open: at the end of the hour it is over
    [InlineData("11:R1", true, "deployment d1 ended at 2026-03-02T11:00:00Z, more than 1h ago")]
    [InlineData("11.5:R1", false, "deployment d1 ended at 2026-03-02T11:30:00Z, less than 1h ago", 12.5)]
    [InlineData("11.5:!R1", false, "deployment d1 ended at 2026-03-02T11:30:00Z, less than 1h ago", 12.5)]
    [InlineData("11.5:<R1", false, "deployment d1 ended at 2026-03-02T11:30:00Z, less than 1h ago", 12.5)]
    [InlineData("8:R1 11.5:=R1", true, "deployment d1 ended at 2026-03-02T08:00:00Z, more than 1h ago")]
    [InlineData("8:R1 11.5:#R2", true, "deployment d1 ended at 2026-03-02T08:00:00Z, more than 1h ago")]
    [InlineData("8:R1 11.5:*R2", true, "deployment d1 ended at 2026-03-02T08:00:00Z, more than 1h ago")] // it is this one, interrupted
    public void ACooldownBeginsWhenTheLastDeploymentThatTouchedAHostEnds(string history, bool met, string why, double? metAt = null)
    {
        var result = new CooldownRequirement(TimeSpan.FromHours(1)).Judge(Past.Of(history), Past.Hour(12));

        Assert.Equal((met, why, At(metAt)), (result.Satisfied, result.Why, result.MetAt));
    }

    [Theory]
    [InlineData("", true, "0 of 2 deployments in the last 1d")]
    [InlineData("10:R1", true, "1 of 2 deployments in the last 1d")]
    [InlineData("1:R1 10:!R2", false, "2 of 2 deployments in the last 1d", 25.0)]
    [InlineData("1:R1 2:R2 10:R3", false, "3 of 2 deployments in the last 1d", 26.0)] // two have to go by
    [InlineData("1:R1 10:=R1 11:#R2", true, "1 of 2 deployments in the last 1d")]
    [InlineData("-12:R1 10:R2", true, "1 of 2 deployments in the last 1d")]
    [InlineData("-11.9:R1 10:R2", false, "2 of 2 deployments in the last 1d", 12.1)]
    public void OnlySoManyDeploymentsPassInATime(string history, bool met, string why, double? metAt = null)
    {
        var result = new AtMostRequirement(2, TimeSpan.FromDays(1)).Judge(Past.Of(history), Past.Hour(12));

        Assert.Equal((met, why, At(metAt)), (result.Satisfied, result.Why, result.MetAt));
    }

    /// <summary>Branches that contain the commit; an exclamation mark for a protected one.</summary>
    [Theory]
    [InlineData("main!", true, true, false, "commit aaaaaaaaaaaa is in the protected branch main")]
    [InlineData("main dev", true, false, false, "commit aaaaaaaaaaaa is only in branch main, which the platform does not protect")]
    [InlineData("main", false, true, false, "commit aaaaaaaaaaaa is in branch main")]
    [InlineData("main release/1!", true, true, false, "commit aaaaaaaaaaaa is in the protected branch release/1")]
    [InlineData("main release/1", false, true, false, "commit aaaaaaaaaaaa is in branch main, release/1")]
    [InlineData("dev! release/1/x! main2! Main! prerelease/1!", true, false, true,
        "commit aaaaaaaaaaaa is in no branch matching main, release/*")]
    [InlineData("", false, false, true, "commit aaaaaaaaaaaa is in no branch matching main, release/*")]
    public async Task ACommitIsInOneOfTheBranches(string holders, bool mustBeProtected, bool met, bool pending, string why)
    {
        var platform =
            new FakeForge { Branches = [.. Words(holders).Select(name => new CommitBranch(name.TrimEnd('!'), name.EndsWith('!')))] };

        var result = await new BranchesRequirement(new BranchFilter(["main", "release/*"]), mustBeProtected)
            .JudgeAsync(Evidence(platform), CancellationToken.None);

        Assert.Equal(new RequirementResult("branches", met, why) { IsPending = pending }, result);
    }

    [Theory]
    [InlineData("main", "main", true)]
    [InlineData("main", "main\n", false)]
    [InlineData("m.in", "main", false)]
    [InlineData("*", "main", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("v*.x", "v12.x", true)]
    [InlineData("v*.x", "v12xx", false)]
    [InlineData("*/*", "a/b", true)]
    [InlineData("[a-z]*", "main", false)]
    public void AStarStandsForAnyTextWithoutASlash(string pattern, string branch, bool taken) =>
        Assert.Equal(taken, new BranchFilter([pattern]).Takes(branch));

    [Theory]
    [InlineData(true, "valid", Commit, true, "the tag v1 has a verified signature (\"valid\")")]
    [InlineData(false, "unsigned", Commit, false, "the tag v1 has no verified signature (\"unsigned\")")]
    [InlineData(true, "valid", "bbbb", false, $"the tag v1 points to commit bbbb, not {Commit}")]
    [InlineData(true, "valid", null, false, $"the tag v1 points to commit (unknown), not {Commit}")]
    [InlineData(null, null, null, false, "the tag v1 does not exist")]
    public void ASignatureIsGoodForTheVeryCommit(bool? verified, string? said, string? commit, bool met, string why)
    {
        var signature = verified is { } good ? new Signature(good, said!, commit) : null;

        Assert.Equal(new RequirementResult("signed", met, why),
            new SignedRequirement(SignedObject.Tag).Judge(signature, "the tag v1", Commit));
    }

    [Theory]
    [InlineData(null, "the commit is unknown. Set it with --commit.")]
    [InlineData("main", "\"main\" is not a full commit hash. Give all 40 digits with --commit.")]
    [InlineData("aaaaaaa", "\"aaaaaaa\" is not a full commit hash. Give all 40 digits with --commit.")]
    [InlineData(Commit + "\n", $"\"{Commit}\\u{{a}}\" is not a full commit hash. Give all 40 digits with --commit.")]
    public async Task OnlyAWholeCommitIsAskedFor(string? commit, string why)
    {
        var platform = new FakeForge { Checks = [] };

        var result =
            Assert.Single(
                await RequirementPolicy.JudgeAsync([new CheckRequirement("ci")], Evidence(platform, commit), CancellationToken.None));

        Assert.Equal((false, why), (result.Satisfied, result.Why));
        Assert.DoesNotContain(platform.Asked, asked => asked.StartsWith("checks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AllAreJudgedThoughOneCannotBeAndEachThingIsAskedForOnce()
    {
        var platform = new FakeForge();

        var results = await RequirementPolicy.JudgeAsync(
            [new CheckRequirement("a"), new CheckRequirement("b"), new CooldownRequirement(TimeSpan.FromHours(1)),
                new AtMostRequirement(1, TimeSpan.FromHours(1))],
            Evidence(platform), CancellationToken.None);

        Assert.Equal(["checks:a", "checks:b", "cooldown", "at-most"], results.Select(result => result.Name));
        Assert.Equal([false, false, true, true], results.Select(result => result.Satisfied));
        Assert.Equal("GitHub cannot be asked: connection refused.", results[0].Why);
        Assert.Equal(1, platform.Asked.Count(asked => asked.StartsWith("history", StringComparison.Ordinal)));
        Assert.Equal(1, platform.Asked.Count(asked => asked.StartsWith("checks", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(DeploymentType.Rollback, 0)]
    [InlineData(DeploymentType.None, 0)]
    [InlineData(DeploymentType.EmergencyManual, 0)]
    [InlineData(DeploymentType.Manual, 1)]
    [InlineData(DeploymentType.Queued, 1)]
    [InlineData(DeploymentType.Promotion, 1)]
    public void ARollbackAndWhatIsExceptedPass(DeploymentType type, int count) =>
        Assert.Equal(count, new RequirementPolicy([new CheckRequirement("ci")], [DeploymentType.EmergencyManual]).For(type).Count);

    private static Evidence Evidence(FakeForge platform, string? commit = Commit) => new(
        new GateSubject("production", commit), "v1", Past.Hour(12), () => platform,
        (environment, _) =>
        {
            platform.Asked.Add($"history of {environment}");
            return Task.FromResult(Past.Of(""));
        }, CancellationToken.None);

    private static Instant? At(double? hours) => hours is { } value ? Past.Hour(value) : null;

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
