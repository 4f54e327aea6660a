using Pipelines.Errors;

namespace Pipelines.Steps;

/// <summary>
/// A step, declared once. The command with its help, the action, the component, the reference page and the README's table
/// are projections of it (docs/decisions/0001).
/// </summary>
/// <param name="Name">Words of the command, lower case: <c>gate</c>, <c>config check</c>.</param>
/// <param name="Summary">One sentence that begins with a verb.</param>
public sealed record StepDefinition(string Name, string Summary)
{
    /// <summary>Paragraphs of Markdown for help and the reference page; empty for none.</summary>
    public string Details { get; init; } = "";

    public IReadOnlyList<Input> Inputs { get; init; } = [];

    /// <summary>Those of the inputs that may be typed without their name, in this order.</summary>
    public IReadOnlyList<Input> Positional { get; init; } = [];

    public IReadOnlyList<Output> Outputs { get; init; } = [];

    /// <summary>How it can end, beside 0, 2, 70 and 130, which every step shares.</summary>
    public IReadOnlyList<ExitCode> Ends { get; init; } = [];

    public IReadOnlyList<StepExample> Examples { get; init; } = [];

    public Faces Faces { get; init; } = Faces.CommandLine;

    public ConfigUse Config { get; init; } = ConfigUse.None;

    /// <summary>For the GitLab job: the <c>environment:action</c>; null when the job has no environment.</summary>
    public string? EnvironmentAction { get; init; }

    /// <summary>Whether its results tell of checks: GitLab shows them as tests.</summary>
    public bool HasChecks { get; init; }

    /// <summary>Whether a death in its middle leaves something to finish or undo: its action does so when the job ends.</summary>
    public bool Recoverable { get; init; }

    /// <summary>Every input, with those that all steps of its kind share.</summary>
    public IEnumerable<Input> AllInputs => Config == ConfigUse.None ? Inputs
        : [CommonInputs.Config, CommonInputs.ConfigRef, .. Inputs, .. Inputs.Any(input => input.Name == PlatformInputs.Token.Name) ? [] : new Input[] { PlatformInputs.TokenForRef }];

    /// <summary>Every way it can end, in the order of the table.</summary>
    public IEnumerable<ExitCode> AllEnds =>
        Ends.Concat([ExitCode.Passed, ExitCode.BadInput, ExitCode.Bug, ExitCode.Cancelled]).Distinct().Order();
}
