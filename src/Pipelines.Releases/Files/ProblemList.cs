using Pipelines.Errors;

namespace Pipelines.Releases.Files;

/// <summary>Collects problems and keeps the first twenty: a tree with a thousand bad names gives one readable error.</summary>
internal sealed class ProblemList
{
    private const int Shown = 20;
    private readonly List<Problem> _problems = [];
    private int _more;

    public void Add(string where, string what, string? hint = null)
    {
        if (_problems.Count < Shown)
        {
            _problems.Add(new Problem(where, what, hint));
        }
        else
        {
            _more++;
        }
    }

    /// <exception cref="PipelineException">There are problems.</exception>
    public void ThrowIfAny(ExitCode exitCode = ExitCode.BadInput)
    {
        if (_problems.Count > 0)
        {
            throw new PipelineException(_more == 0 ? _problems : [.. _problems, new Problem(null, $"... and {_more} more.")], exitCode);
        }
    }
}
