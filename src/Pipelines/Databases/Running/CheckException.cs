using Pipelines.Errors;

namespace Pipelines.Databases.Running;

/// <summary>A check of a migration did not hold.</summary>
public sealed class CheckException(Problem problem) : Exception(problem.What)
{
    public Problem Problem => problem;
}
