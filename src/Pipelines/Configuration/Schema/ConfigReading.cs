using Pipelines.Errors;

namespace Pipelines.Configuration.Schema;

/// <summary>One pass over the file: collects all problems instead of stopping at the first.</summary>
public sealed class ConfigReading
{
    private readonly List<Problem> _problems = [];
    private readonly HashSet<(SourcePosition At, string Key, string What)> _known = [];

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Records a problem, once for what several apps share. Returns false so that a reader can return it.</summary>
    public bool Fail(string path, SourcePosition? at, string what, string? hint = null)
    {
        if (at is null || _known.Add((at, path[(path.LastIndexOf('.') + 1)..], what)))
        {
            _problems.Add(new Problem(path, what, hint, at));
        }

        return false;
    }
}
