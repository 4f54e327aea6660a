using Pipelines.Gates;
using Pipelines.Gates.Requirements;

namespace Pipelines.Tests.Gates;

public sealed class RobotAccountsTests
{
    [Theory]
    [InlineData("dependabot[bot]", true)]
    [InlineData("github-actions[bot]", true)]
    [InlineData("project_7_bot", true)]
    [InlineData("project_7_bot1", true)]
    [InlineData("project_7_bot_1f3a9c", true)]
    [InlineData("group_12_bot_1f3a9c", true)]
    [InlineData("service_account_group_1_abc", true)]
    [InlineData("ann", false)]
    [InlineData("ann-bot", false)]
    [InlineData("bot", false)]
    [InlineData("my_project_7_bot", false)]
    [InlineData("project_x_bot", false)]
    [InlineData(null, false)]
    public void AreKnownByTheLoginsThatPlatformsReserve(string? login, bool robot) => Assert.Equal(robot, RobotAccounts.Is(login));
}
