namespace Pipelines.Releases;

/// <summary>What makes a manifest safe to write to a disk. Applied when one is made and when one is read.</summary>
internal static class ManifestRules
{
    private const int PermissionBits = 0x1FF; // 0777

    /// <summary>Largest release, in bytes: sums of sizes stay far from the end of their type.</summary>
    private const long MaxBytes = 1L << 53;

    /// <exception cref="Errors.PipelineException">Naming each entry that breaks a rule.</exception>
    public static void Check(string app, IReadOnlyList<ManifestEntry> entries)
    {
        var problems = new ProblemList();
        if (AppName.Problem(app) is { } name)
        {
            problems.Add("app", $"\"{app}\" {name}.");
        }

        var directories = new HashSet<string>(StringComparer.Ordinal) { "" };
        string? before = null;
        var left = MaxBytes;
        foreach (var entry in entries)
        {
            if ((PlaceProblem(entry, before, directories) ?? KindProblem(entry)) is { } problem)
            {
                problems.Add(ReleasePath.Printable(entry.Path), $"the entry {problem}.");
            }

            if (entry.Kind == EntryKind.Directory)
            {
                directories.Add(entry.Path);
            }

            before = entry.Path;
            left = entry.Size > left ? -1 : left - Math.Max(0, entry.Size);
        }

        if (left < 0)
        {
            problems.Add("entries", "their sizes add up to more than a release can have.");
        }

        problems.ThrowIfAny();
    }

    private static string? PlaceProblem(ManifestEntry entry, string? before, HashSet<string> directories)
    {
        if (ReleasePath.Problem(entry.Path) is { } problem)
        {
            return problem;
        }

        if (before is not null && Utf8Order.Instance.Compare(before, entry.Path) >= 0)
        {
            return before == entry.Path ? "is there twice" : "is out of order";
        }

        var slash = Math.Max(0, entry.Path.LastIndexOf('/'));
        return directories.GetAlternateLookup<ReadOnlySpan<char>>().Contains(entry.Path.AsSpan(0, slash)) ? null : "lies below something that is not a directory of this release";
    }

    private static string? KindProblem(ManifestEntry entry) => entry.Kind switch
    {
        EntryKind.File when entry.Size < 0 => "has a negative size",
        EntryKind.File when !Sha256Hex.IsValid(entry.Sha256) => "has no SHA-256 of 64 lower-case hex digits",
        EntryKind.File when entry.Target is not null => "is a file and has a link target",
        EntryKind.File when entry.Size == 0 != (entry.Sha256 == Sha256Hex.OfNothing) => "has a size that its SHA-256 contradicts",
        EntryKind.Directory when entry is not { Size: 0, Sha256: null, Target: null } => "is a directory and has content",
        EntryKind.Link when entry is not { Size: 0, Sha256: null, Mode: 0, Target: not null } => "is a link and has content, a mode or no target",
        EntryKind.Link => ReleasePath.TargetProblem(entry.Path, entry.Target!),
        EntryKind.File or EntryKind.Directory => (entry.Mode & ~PermissionBits) == 0 ? null : "has mode bits beyond rwx",
        _ => "is of an unknown kind",
    };
}
