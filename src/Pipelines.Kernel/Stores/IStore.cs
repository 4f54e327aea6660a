namespace Pipelines.Stores;

/// <summary>
/// A flat space of objects with conditional writes: all that releases, the event log and leases need of a directory, a
/// bucket or a database. Keys are relative, '/'-separated, without empty, '.' or '..' segments.
/// Every implementation passes the store contract tests.
/// </summary>
public interface IStore
{
    /// <summary>Where it is, for messages; never holds a credential.</summary>
    string Location { get; }

    /// <summary>Opens an object, or a range of it. Null when there is none.</summary>
    Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation);

    /// <summary>
    /// Writes an object whole or not at all: a reader sees the old bytes or the new ones, also after a crash.
    /// Returns the version now stored; null when <paramref name="condition"/> did not hold and nothing was written. Of writers that
    /// race for a version one wins, provided that each brings other bytes than stand there: some stores tell bytes apart, not writes.
    /// </summary>
    Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation);

    /// <summary>Keys that begin with <paramref name="prefix"/>, in ordinal order.</summary>
    /// <param name="prefix">Empty, a key, a key and a '/', or the beginning of one.</param>
    /// <param name="after">Only keys that follow this one, so that a list costs what is new in it; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation);

    /// <summary>Removes an object; nothing happens when there is none.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation);
}
