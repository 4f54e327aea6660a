namespace Pipelines.Locks;

/// <summary>Identifies this process, and can tell for some holders that they are dead.</summary>
public interface IHolderProbe
{
    /// <summary>This process.</summary>
    LeaseHolder Self(string description);

    /// <summary>
    /// True if the holder's process is known to be gone: it ran on this machine and no longer does. False if that cannot be determined.
    /// </summary>
    bool IsDead(LeaseHolder holder);
}
