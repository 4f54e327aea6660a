using Pipelines.Errors;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>A problem as it crosses the wire. It has no position: the files of a host are not the user's.</summary>
internal sealed record WireProblem(string? Where, string What, string? Hint)
{
    public static WireProblem Of(Problem problem) => new(problem.Where, problem.What, problem.Hint);

    public static IReadOnlyList<WireProblem> All(PipelineException failure) => [.. failure.Problems.Select(Of)];

    public Problem ToProblem() => new(Where, What, Hint);
}
