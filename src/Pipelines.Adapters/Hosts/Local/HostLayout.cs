using Pipelines.Hosts;
using Pipelines.Model;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Where everything is below the root of an app on a host.</summary>
internal sealed record HostLayout(string Root)
{
    /// <summary>What only we may read.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>What a web server has to read: 0755.</summary>
    public const UnixFileMode Readable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    /// <summary>Ours alone, 0700.</summary>
    public string Control => Path.Combine(Root, ".pipelines");

    public string StateFile => Path.Combine(Control, "state.json");

    public string JournalFile => Path.Combine(Control, "journal.jsonl");

    public string LockFile => Path.Combine(Control, "lock");

    /// <summary>Manifests of releases that lie ready. The file appears last: without it a release directory is unfinished.</summary>
    public string Manifests => Path.Combine(Control, "manifests");

    /// <summary>Marks of releases that are being made or removed.</summary>
    public string Marks => Path.Combine(Control, "unfinished");

    public string Releases => Path.Combine(Root, "releases");

    /// <summary>A release that expired, or a copy of the live one, kept to be made into the next one.</summary>
    public string Spare => Path.Combine(Control, "spare");

    /// <summary>How names of copies begin that are not complete yet.</summary>
    public string HalfSpare => Path.Combine(Control, "spare-");

    /// <summary>Files that a proxy includes.</summary>
    public string Traffic => Path.Combine(Control, "traffic");

    /// <summary>Data that survives releases.</summary>
    public string Shared => Path.Combine(Root, "shared");

    /// <summary>Mark of a shared path that is being seeded.</summary>
    public string SeedMark(string name) => Path.Combine(Control, "seeding", name);

    /// <summary>Name of the directory below the root that was <c>current</c> itself before it was adopted.</summary>
    public const string Aside = "before-pipelines";

    /// <summary>Link to the release that is served.</summary>
    public string Current => Path.Combine(Root, "current");

    public string Manifest(string release) => Path.Combine(Manifests, release);

    public string Mark(string release) => Path.Combine(Marks, release);

    public string Release(string release) => Path.Combine(Releases, release);

    /// <summary>Link to the release in a slot. The only slot of a restart is <c>current</c> itself.</summary>
    public string SlotLink(string slot) => slot == Slot.MainName ? Current : Path.Combine(Root, "slots", slot);

    /// <summary>Link to the environment file of a slot, in the format of systemd's EnvironmentFile.</summary>
    public string SlotEnvironment(string slot) => SlotLink(slot) + ".env";

    /// <summary>Link to the directory with the secrets of a slot that are no variables, one file each.</summary>
    public string SlotCredentials(string slot) => SlotLink(slot) + ".credentials";

    /// <summary>That directory of a deployment, 0700.</summary>
    public string Credentials(string deployment, string slot) => Path.ChangeExtension(Environment(deployment, slot), ".credentials");

    /// <summary>The environment file that a deployment brought for a slot, 0600.</summary>
    public string Environment(string deployment, string slot) => Path.Combine(Environments, $"{deployment}-{slot}.env");

    /// <summary>Where those files are.</summary>
    public string Environments => Path.Combine(Control, "env");

    public string ProcessFile(string slot) => Path.Combine(Control, "run", $"{slot}.pid");

    public string LogFile(string slot) => Path.Combine(Control, "log", $"{slot}.log");

    /// <summary>The release that a link leads to; null when it is no link, or leads elsewhere.</summary>
    public string? ReleaseOf(string link)
    {
        var target = new FileInfo(link).LinkTarget is { } text ? Path.GetFullPath(text, Path.GetDirectoryName(link)!) : null;
        var name = Path.GetFileName(target);
        return target is not null && Path.GetDirectoryName(target) == Releases && ReleaseId.TryParse(name, out _) ? name : null;
    }
}
