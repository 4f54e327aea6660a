using Pipelines.Steps;

namespace Pipelines.Inventory;

/// <summary>Inputs of the steps that look after releases.</summary>
internal static class InventoryInputs
{
    private const string Names = "an id or the beginning of one, live, previous, or an environment's name for what is live there";

    public static Input<string> Stage { get; } = CommonInputs.Stage with { Summary = "The environment of live and previous; not needed when the file has one only." };

    public static Input<string> Release { get; } = Input.Text("release", $"The release: {Names}.") with { Required = true };

    public static Input<string> From { get; } = Input.Text("from", $"The earlier release: {Names}.").Or("previous", "previous");

    public static Input<string> To { get; } = Input.Text("to", "The later release, likewise.").Or("live", "live");

    /// <summary>Where something is written to.</summary>
    public static Input<string> Into(string what) => Input.Text("to", what) with { Required = true };
}
