using Pipelines.Errors;

namespace Pipelines.Configuration.Schema;

/// <summary>One pass over the file: collects all problems instead of stopping at the first.</summary>
public sealed class ConfigReading
{
    private readonly List<Problem> _problems = [];
    private readonly HashSet<(SourcePosition At, string Key, string What)> _known = [];

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Lists every key of the file with its path, such as <c>environments.NAME.deploy.keep</c>. Asked only when a key is unknown.
    /// Empty where only a part of a file is read.</summary>
    public Func<IEnumerable<(string Path, Key Key)>> Keys { get; set; } = () => [];

    /// <summary>Records an unknown key, with where it belongs if that is clear by its name, or else what may stand here.</summary>
    /// <returns>False.</returns>
    public bool FailUnknown(string path, ConfigEntry entry, IEnumerable<string> expected)
    {
        var places = Keys().Where(key => key.Key.Name == entry.Key).Select(key => key.Path).Distinct().ToList();
        return Fail(path, entry.KeyAt, "is not a known key.",
            places.Count is 1 or 2 ? $"It belongs at {string.Join(" or ", places)}." : NearestName.Hint(entry.Key, expected));
    }

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
