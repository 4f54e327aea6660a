using Pipelines.Steps;

namespace Pipelines.Inventory;

/// <summary>Inputs of the steps that manage releases.</summary>
internal static class InventoryInputs
{
    private const string Names = "an id or at least its first digits, live, previous, or the name of an environment for what is live there";

    public static Input<string> Environment { get; } = CommonInputs.Environment with
    {
        Summary = "The environment for live and previous; not "
        + "needed if the file has only one."
    };

    public static Input<string> Release { get; } = Input.Text("release", $"The release: {Names}.") with { Required = true };

    public static Input<string> From { get; } = Input.Text("from", $"The earlier release: {Names}.").Or("previous", "previous");

    public static Input<string> To { get; } = Input.Text("to", "The later release, given in the same way.").Or("live", "live");

    /// <summary>The destination.</summary>
    public static Input<string> Into(string what) => Input.Text("to", what) with { Required = true };
}
