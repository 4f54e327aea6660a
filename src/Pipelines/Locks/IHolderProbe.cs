namespace Pipelines.Locks;

/// <summary>Knows this process, and can tell for some holders that they are dead.</summary>
public interface IHolderProbe
{
    /// <summary>This process.</summary>
    LeaseHolder Self(string description);

    /// <summary>True when the holder's process is known to be gone: it ran on this machine and no longer does. False when that cannot be told.</summary>
    bool IsDead(LeaseHolder holder);
}
