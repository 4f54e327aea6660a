namespace Pipelines.History.Events;

/// <summary>Neighbours in a log that are copied into one object.</summary>
/// <param name="Before">Entries before its first one.</param>
/// <param name="Count">Entries in it.</param>
internal readonly record struct LogPage(int Before, int Count)
{
    /// <summary>Entries up to its last one.</summary>
    public int End => Before + Count;
}
