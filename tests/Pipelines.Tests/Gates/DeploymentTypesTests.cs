using Pipelines.Model;

namespace Pipelines.Tests.Gates;

public sealed class DeploymentTypesTests
{
    [Fact]
    public void TheNamesAreTheNineOfTheContract() => Assert.Equal(
        ["none", "automated_ci", "direct_push", "manual", "emergency_manual", "scheduled_maintenance", "queued", "promotion", "rollback"],
        DeploymentTypes.Names);

    [Fact]
    public void EveryTypeGoesThroughItsNameAndBack() => Assert.All(Enum.GetValues<DeploymentType>(), type =>
    {
        Assert.True(DeploymentTypes.TryParse(type.WireName(), out var parsed, out _));
        Assert.Equal(type, parsed);
    });

    [Theory]
    [InlineData("emergency-manual", "Did you mean emergency_manual?")]
    [InlineData("Rollback", "Did you mean rollback?")]
    [InlineData("", "Did you mean")]
    public void OtherNamesAreErrorsWithTheNearestOne(string name, string hint)
    {
        Assert.False(DeploymentTypes.TryParse(name, out var type, out var error));
        Assert.Equal(DeploymentType.None, type);
        Assert.Contains(name.Length > 0 ? hint : "Expected one of", error, StringComparison.Ordinal);
    }
}
