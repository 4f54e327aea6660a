using Pipelines.Errors;

namespace Pipelines.Configuration.Schema;

/// <summary>One pass over the file: collects all problems instead of stopping at the first.</summary>
public sealed class ConfigReading
{
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Records a problem. Returns false so that a reader can return it.</summary>
    public bool Fail(string path, SourcePosition? at, string what, string? hint = null)
    {
        _problems.Add(new Problem(path, what, hint, at));
        return false;
    }
}
