namespace Pipelines.Gates;

/// <summary>What INTERVAL counts.</summary>
internal enum Frequency
{
    Daily,

    Weekly,

    Monthly,

    Yearly,
}
