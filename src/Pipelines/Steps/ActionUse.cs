namespace Pipelines.Steps;

/// <summary>What the README of a step's action shows beyond what its inputs and outputs tell.</summary>
/// <param name="On">When the workflow runs: lines of YAML below <c>on:</c>; empty for by hand.</param>
public sealed record ActionUse(string On = "")
{
    /// <summary>A command that comes before it in the job; null for none.</summary>
    public string? Before { get; init; }

    /// <summary>Lines of YAML of the step that uses an output; null for one that prints the first.</summary>
    public string? Then { get; init; }

    /// <summary>What goes wrong in it, and what to do, beside what can go wrong in every action.</summary>
    public IReadOnlyList<(string Symptom, string Remedy)> Troubles { get; init; } = [];
}
