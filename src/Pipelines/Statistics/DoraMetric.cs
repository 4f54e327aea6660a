namespace Pipelines.Statistics;

/// <summary>One of the metrics that the DORA research programme defines, with what it was computed from.</summary>
/// <param name="Name">Its member in JSON.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Text">Its value for people; null if nothing is known.</param>
/// <param name="Value">Its value in <paramref name="Unit"/>; null if nothing is known.</param>
/// <param name="Unit">Unit of the value.</param>
internal sealed record DoraMetric(string Name, string Title, string? Text, double? Value, string Unit)
{
    /// <summary>Ids of the deployments that are counted or measured.</summary>
    public IReadOnlyList<string> Numerator { get; init; } = [];

    /// <summary>Ids of the deployments among which they are counted.</summary>
    public IReadOnlyList<string> Denominator { get; init; } = [];
}
