namespace Pipelines.Releases.Manifests;

/// <summary>
/// The directories that may contain the next entries, while entries come in the byte order of their paths: not only the parents of the last
/// one, because <c>a-b</c> comes between <c>a</c> and <c>a/c</c>.
/// </summary>
internal sealed class OpenDirectories
{
    private readonly Stack<ManifestEntry> _open = new();

    /// <summary>Closes the directories that cannot contain anything from this path on, innermost first.</summary>
    /// <param name="path">Path of the next entry; null if there is none.</param>
    /// <param name="left">Called for each.</param>
    public void LeaveBefore(string? path, Action<ManifestEntry> left)
    {
        while (_open.TryPeek(out var last) && !(path is not null && MayPrecede(last.Path, path)))
        {
            left(_open.Pop());
        }
    }

    public void Enter(ManifestEntry directory) => _open.Push(directory);

    /// <summary>Whether the parent directory of a path is open; the root always is.</summary>
    public bool HoldsParentOf(string path)
    {
        var parent = path.AsSpan(0, Math.Max(0, path.LastIndexOf('/')));
        foreach (var directory in _open)
        {
            if (parent.SequenceEqual(directory.Path))
            {
                return true;
            }
        }

        return parent.IsEmpty;
    }

    /// <summary>
    /// Whether something below a directory may still follow a path: it starts with the directory's path, and continues with a character no
    /// greater than '/'.
    /// </summary>
    private static bool MayPrecede(string directory, string path) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] <= '/');
}
