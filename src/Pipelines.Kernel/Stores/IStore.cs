namespace Pipelines.Stores;

/// <summary>
/// A flat namespace of objects with conditional writes: all that releases, the event log and leases need from a directory, a bucket or a
/// database. Keys are relative, '/'-separated, without empty, '.' or '..' segments. Every implementation passes the store contract tests.
/// </summary>
public interface IStore
{
    /// <summary>Its location, for messages; never contains credentials.</summary>
    string Location { get; }

    /// <summary>Opens an object, or a range of it. Null if it does not exist.</summary>
    Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation);

    /// <summary>
    /// Writes an object atomically: a reader sees either the old or the new contents, even after a crash. Returns the version now stored;
    /// null if <paramref name="condition"/> did not hold and nothing was written. Of several writers competing for a version, one wins,
    /// provided that each writes contents different from the existing ones: some stores only detect changed contents, not writes.
    /// </summary>
    Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation);

    /// <summary>Keys that start with <paramref name="prefix"/>, in ordinal order.</summary>
    /// <param name="prefix">Empty, a key, a key followed by '/', or the start of one.</param>
    /// <param name="after">Only keys after this one, so that the cost of listing depends on what is new; null for all.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation);

    /// <summary>Removes an object; does nothing if it does not exist.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation);
}
