namespace Pipelines.Releases.Manifests;

/// <summary>
/// The directories that the next entries may lie in, while entries come in the byte order of their paths: not only those above the last one, as
/// <c>a-b</c> comes between <c>a</c> and <c>a/c</c>.
/// </summary>
internal sealed class OpenDirectories
{
    private readonly Stack<ManifestEntry> _open = new();

    /// <summary>Leaves the directories that nothing from this path on can lie in, the innermost first.</summary>
    /// <param name="path">Path of the next entry; null when there is none.</param>
    /// <param name="left">Told each.</param>
    public void LeaveBefore(string? path, Action<ManifestEntry> left)
    {
        while (_open.TryPeek(out var last) && !(path is not null && MayPrecede(last.Path, path)))
        {
            left(_open.Pop());
        }
    }

    public void Enter(ManifestEntry directory) => _open.Push(directory);

    /// <summary>Whether the directory that a path lies in is open; the root always is.</summary>
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

    /// <summary>Whether something below a directory may follow a path: it begins as the directory does, and goes on with no more than a '/'.</summary>
    private static bool MayPrecede(string directory, string path) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] <= '/');
}
