using System.Globalization;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.History.Events;

/// <summary>Location of the objects of a log.</summary>
/// <param name="Store">The store.</param>
/// <param name="App">The app.</param>
/// <param name="Environment">The environment.</param>
internal sealed record LogPlace(IStore Store, string App, string Environment)
{
    public string Entries => $"{App}/events/{Environment}/";

    public string Pages => $"{App}/pages/{Environment}/";

    /// <summary>Keys of entries sort in the order of their numbers.</summary>
    public string EntryKey(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Entries}{sequence:D10}.json");

    /// <summary>Number of an entry from its key; null if the key is not that of an entry.</summary>
    public long? SequenceOf(string key) =>
        long.TryParse(key.AsSpan(Entries.Length..Math.Max(Entries.Length, key.Length - 5)), NumberStyles.None,
            CultureInfo.InvariantCulture, out var sequence) && EntryKey(sequence) == key ? sequence : null;

    public string PageKey(LogPage page) =>
        string.Create(CultureInfo.InvariantCulture, $"{Pages}{page.Before + 1:D10}-{page.End:D10}.json.gz");

    /// <summary>A page from its key; null if the key is not that of a page.</summary>
    public LogPage? PageOf(string key) =>
        key[Pages.Length..].Split('-', '.') is [var from, var to, ..]
        && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        && first >= 1 && last >= first && new LogPage(first - 1, last - first + 1) is var page && PageKey(page) == key ? page : null;

    public PipelineException Unreadable(long sequence, Exception e) =>
        Broken(sequence, "is not readable, or was written by a newer version", e);

    /// <summary>Where an object that was damaged is kept for those who look into it.</summary>
    public string DamagedKey(long sequence, string digest) =>
        string.Create(CultureInfo.InvariantCulture, $"{App}/damaged/{Environment}/{sequence:D10}-{digest}.json");

    public PipelineException Broken(long sequence, string how, Exception? inner = null) => new(
        $"the event log of {App}/{Environment} is damaged: entry {sequence} ({EntryKey(sequence)} in {Store.Location}) {how}.",
        "Restore that object from a backup of the store. To go on with what is there, deploy or roll back once with "
            + "--accept-history REASON: the reason is recorded.",
        ExitCode.BadInput,
        inner);
}
