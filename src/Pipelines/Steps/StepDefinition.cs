using Pipelines.Errors;

namespace Pipelines.Steps;

/// <summary>
/// A step, declared once. The command with its help, the action, the component, the reference page and the README table are generated from
/// it (docs/decisions/0001).
/// </summary>
/// <param name="Name">The words of the command, lower case: <c>gate</c>, <c>config check</c>.</param>
/// <param name="Summary">One sentence, starting with a verb.</param>
public sealed record StepDefinition(string Name, string Summary)
{
    /// <summary>Markdown paragraphs for help and the reference page; empty for none.</summary>
    public string Details { get; init; } = "";

    public IReadOnlyList<Input> Inputs { get; init; } = [];

    /// <summary>The inputs that may be given without their name, in this order.</summary>
    public IReadOnlyList<Input> Positional { get; init; } = [];

    public IReadOnlyList<Output> Outputs { get; init; } = [];

    /// <summary>How it can end, besides 0, 2, 70 and 130, which all steps share.</summary>
    public IReadOnlyList<ExitCode> Ends { get; init; } = [];

    public IReadOnlyList<StepExample> Examples { get; init; } = [];

    public Faces Faces { get; init; } = Faces.CommandLine;

    /// <summary>How its action is used; only for steps that have one.</summary>
    public ActionUse Use { get; init; } = new();

    public ConfigUse Config { get; init; } = ConfigUse.None;

    /// <summary>For the GitLab job: the <c>environment:action</c>; null if the job has no environment.</summary>
    public string? EnvironmentAction { get; init; }

    /// <summary>Whether its results include checks, which GitLab shows as tests.</summary>
    public bool HasChecks { get; init; }

    /// <summary>Whether it leaves something to finish or undo if it is killed: its action does so when the job ends.</summary>
    public bool Recoverable { get; init; }

    /// <summary>All inputs, including those shared by all steps of its kind.</summary>
    public IEnumerable<Input> AllInputs => Config == ConfigUse.None ? Inputs : Enumerable.Concat<Input>(
        Config == ConfigUse.AllApps ? [CommonInputs.Config, CommonInputs.ConfigRef]
            : [CommonInputs.Config, CommonInputs.App, CommonInputs.ConfigRef],
        Inputs.Any(input => input.Name == PlatformInputs.Token.Name) ? Inputs : [.. Inputs, PlatformInputs.TokenForRef]);

    /// <summary>All exit statuses, in the order of the table.</summary>
    public IEnumerable<ExitCode> AllEnds =>
        Ends.Concat([ExitCode.Passed, ExitCode.BadInput, ExitCode.Bug, ExitCode.Cancelled]).Distinct().Order();
}
