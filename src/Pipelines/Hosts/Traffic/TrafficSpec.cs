namespace Pipelines.Hosts.Traffic;

/// <summary>How traffic is moved to a slot. Doing it twice is the same as doing it once.</summary>
public abstract record TrafficSpec
{
    private TrafficSpec()
    {
    }

    /// <summary>Absolute path of the link on the host that this moves; null if it moves none.</summary>
    public virtual string? Link => null;

    /// <summary>A command of the user's; status 0 means that traffic goes to the slot.</summary>
    /// <param name="Line">Program and arguments; may hold <c>{slot}</c> and <c>{port}</c>.</param>
    public sealed record Command(IReadOnlyList<string> Line) : TrafficSpec;

    /// <summary>A symbolic link that a proxy follows, replaced by rename(2).</summary>
    /// <param name="Path">Absolute path of the link.</param>
    /// <param name="Target">What it points to; may hold <c>{slot}</c> and <c>{port}</c>.</param>
    public sealed record Symlink(string Path, string Target) : TrafficSpec
    {
        public override string Link => Path;
    }
}
