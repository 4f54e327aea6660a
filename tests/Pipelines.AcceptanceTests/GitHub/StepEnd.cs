namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>What a step left behind for the runner.</summary>
internal sealed record StepEnd(int Status, RunnerLog Log, string Error, IReadOnlyDictionary<string, string> Outputs, string Summary,
    string State)
{
    /// <summary>This, when the step passed; otherwise the test fails with what it said.</summary>
    public StepEnd Passed()
    {
        Assert.True(Status == 0, $"ended with {Status}:\n{Log.Text}\n{string.Join('\n', Log.Commands)}\n{Error}");
        return this;
    }
}
