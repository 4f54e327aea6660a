using Pipelines.Model;

namespace Pipelines.Steps;

/// <summary>What the platform reports about this run. Anything may be missing; nothing in it is trusted.</summary>
/// <param name="Trigger">GitHub's event name, GitLab's pipeline source, or <c>local</c>.</param>
public sealed record RunContext(string Trigger)
{
    /// <summary>What it would deploy, and who started it.</summary>
    public Origin Origin { get; init; } = new();

    /// <summary>Conclusion of the workflow run that triggered this one; null if there is none.</summary>
    public string? CheckConclusion { get; init; }

    /// <summary>The directory of the job's checkout, which the platform cleans before the next job; null if there is none.</summary>
    public string? Workspace { get; init; }

    /// <summary>The platform's name for its own deploy freeze that is active now; null if there is none.</summary>
    public string? Freeze { get; init; }
}
