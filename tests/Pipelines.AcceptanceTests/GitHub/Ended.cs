namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>How a program ended.</summary>
internal sealed record Ended(int Status, string Output, string Error)
{
    /// <summary>This, when it ended with 0; otherwise the test fails with what it said.</summary>
    public Ended Succeeded()
    {
        Assert.True(Status == 0, $"ended with {Status}:\n{Output}\n{Error}");
        return this;
    }
}
