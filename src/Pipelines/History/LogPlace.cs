using System.Globalization;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.History;

/// <summary>Where the objects of one log lie.</summary>
/// <param name="Store">The store.</param>
/// <param name="App">The app.</param>
/// <param name="Stage">The environment.</param>
internal sealed record LogPlace(IStore Store, string App, string Stage)
{
    public string Entries => $"{App}/events/{Stage}/";

    public string Pages => $"{App}/pages/{Stage}/";

    /// <summary>Keys of entries are in the order of their numbers.</summary>
    public string EntryKey(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Entries}{sequence:D10}.json");

    /// <summary>Number of an entry by its key; null when the key is not one of an entry.</summary>
    public long? SequenceOf(string key) =>
        long.TryParse(key.AsSpan(Entries.Length..Math.Max(Entries.Length, key.Length - 5)), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && EntryKey(sequence) == key ? sequence : null;

    public string PageKey(long first, long last) => string.Create(CultureInfo.InvariantCulture, $"{Pages}{first:D10}-{last:D10}.json.gz");

    public PipelineException Unreadable(long sequence, Exception e) => Broken(sequence, "is not readable, or was written by a newer version", e);

    public PipelineException Broken(long sequence, string how, Exception? inner = null) => new(
        $"the event log of {App}/{Stage} is damaged: entry {sequence} ({EntryKey(sequence)} in {Store.Location}) {how}.",
        "Restore that object from a backup of the store.",
        inner: inner);
}
