namespace Pipelines.Stores;

/// <summary>When a write may happen. The check and the write are one atomic act of the store.</summary>
public abstract record PutCondition
{
    private PutCondition()
    {
    }

    /// <summary>Whatever is there is replaced.</summary>
    public static PutCondition Always { get; } = new Unconditional();

    /// <summary>Only when the key holds nothing.</summary>
    public static PutCondition Absent { get; } = new IfAbsent();

    /// <summary>Only when the key holds this version, as given by an earlier open or put.</summary>
    public static PutCondition Version(string version) => new IfVersion(version);

    public sealed record Unconditional : PutCondition;

    public sealed record IfAbsent : PutCondition;

    public sealed record IfVersion(string Expected) : PutCondition;
}
