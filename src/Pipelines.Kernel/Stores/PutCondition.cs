namespace Pipelines.Stores;

/// <summary>Condition for a write. The store performs the check and the write atomically.</summary>
public abstract record PutCondition
{
    private PutCondition()
    {
    }

    /// <summary>Replaces whatever exists.</summary>
    public static PutCondition Always { get; } = new Unconditional();

    /// <summary>Only if the key does not exist.</summary>
    public static PutCondition Absent { get; } = new IfAbsent();

    /// <summary>Only if the key has this version, as returned by an earlier open or put.</summary>
    public static PutCondition Version(string version) => new IfVersion(version);

    public sealed record Unconditional : PutCondition;

    public sealed record IfAbsent : PutCondition;

    public sealed record IfVersion(string Expected) : PutCondition;
}
