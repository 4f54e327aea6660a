namespace Pipelines.History.Events;

/// <summary>Consecutive log entries copied into one object.</summary>
/// <param name="Before">Number of entries before its first one.</param>
/// <param name="Count">Number of entries in it.</param>
internal readonly record struct LogPage(int Before, int Count)
{
    /// <summary>Number of entries up to its last one.</summary>
    public int End => Before + Count;
}
