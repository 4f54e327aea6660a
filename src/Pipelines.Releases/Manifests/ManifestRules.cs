using Pipelines.Model;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Manifests;

/// <summary>
/// The rules that make a manifest safe to write to a disk. Applied to each entry, when a manifest is created and when it is read.
/// </summary>
internal sealed class ManifestRules
{
    private const int PermissionBits = 0x1FF; // 0777

    /// <summary>Largest release, in bytes: the sum of sizes stays far from the limit of its type.</summary>
    private const long MaxBytes = 1L << 53;

    private readonly ProblemList _problems = new();
    private readonly OpenDirectories _directories = new();
    private string? _before;
    private long _left = MaxBytes;

    public ManifestRules(string app)
    {
        if (AppName.Problem(app) is { } problem)
        {
            _problems.Add("app", $"\"{app}\" {problem}.");
        }
    }

    /// <summary>Checks the next entry; false if it violates a rule.</summary>
    public bool Check(ManifestEntry entry)
    {
        var problem = PlaceProblem(entry) ?? KindProblem(entry);
        if (problem is not null)
        {
            _problems.Add(ReleasePath.Printable(entry.Path), $"the entry {problem}.");
        }

        if (entry.Kind == EntryKind.Directory)
        {
            _directories.Enter(entry);
        }

        _before = entry.Path;
        _left = entry.Size > _left ? -1 : _left - entry.Size;
        return problem is null;
    }

    /// <exception cref="Errors.PipelineException">Lists each entry that violates a rule.</exception>
    public void End()
    {
        if (_left < 0)
        {
            _problems.Add("entries", "the sizes add up to more than a release can have.");
        }

        _problems.ThrowIfAny();
    }

    private string? PlaceProblem(ManifestEntry entry)
    {
        if (ReleasePath.Problem(entry.Path) is { } problem)
        {
            return problem;
        }

        if (_before is not null && Utf8Order.Instance.Compare(_before, entry.Path) >= 0)
        {
            return _before == entry.Path ? "occurs twice" : "is out of order";
        }

        _directories.LeaveBefore(entry.Path, _ => { });
        return _directories.HoldsParentOf(entry.Path) ? null : "is below something that is not a directory of this release";
    }

    private static string? KindProblem(ManifestEntry entry) => entry.Kind switch
    {
        EntryKind.File when entry.Size == 0 != (entry.Sha256 == Sha256Digest.OfNothing) => "has a size that its SHA-256 contradicts",
        EntryKind.Link => ReleasePath.TargetProblem(entry.Path, entry.Target!),
        _ => (entry.Mode & ~PermissionBits) == 0 ? null : "has mode bits beyond rwx",
    };
}
