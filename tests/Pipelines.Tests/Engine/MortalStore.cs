using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.Tests.Engine;

/// <summary>The store as one process sees it: it dies at an append, cannot be written any more, or is cut off from the lease, as a test
/// wishes.</summary>
internal sealed class MortalStore(IStore inner) : IStore
{
    private bool _dead;

    /// <summary>Events appended so far.</summary>
    public int Appends { get; private set; }

    /// <summary>Dies at this append, counted from 1; 0 for never.</summary>
    public int DieAt { get; init; }

    /// <summary>Dies when that append is done, not before.</summary>
    public bool DieAfter { get; init; }

    /// <summary>Dies at the first event of this name; null for none.</summary>
    public string? DieAtEvent { get; init; }

    /// <summary>Refuses this append and all later ones; 0 for never.</summary>
    public int FullAt { get; init; }

    /// <summary>Cannot reach the lease.</summary>
    public bool CutOff { get; set; }

    public string Location => inner.Location;

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation) =>
        Alive().OpenAsync(key, range, cancellation);

    public async Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation)
    {
        if (!key.Contains("/events/", StringComparison.Ordinal))
        {
            return CutOff ? throw new IOException("no route") : await Alive().PutAsync(key, content, condition, cancellation);
        }

        Appends++;
        var isDeadly = Appends == DieAt || (DieAtEvent is { } name && await SaysAsync(content, name, cancellation));
        DieIf(isDeadly && !DieAfter);
        if (FullAt > 0 && Appends >= FullAt)
        {
            throw new PipelineException("the store is full.");
        }

        var version = await Alive().PutAsync(key, content, condition, cancellation);
        DieIf(isDeadly);
        return version;
    }

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation) =>
        Alive().ListAsync(prefix, after, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => Alive().DeleteAsync(key, cancellation);

    /// <summary>Nothing that a dead process does reaches the store.</summary>
    public void DieIf(bool now)
    {
        _dead |= now;
        Alive();
    }

    private static async Task<bool> SaysAsync(Stream content, string name, CancellationToken cancellation)
    {
        var entry = await JsonNode.ParseAsync(content, cancellationToken: cancellation);
        content.Position = 0;
        return entry!["body"]!.GetValue<string>().Contains($"\"{name}\"", StringComparison.Ordinal);
    }

    private IStore Alive() => _dead ? throw new CrashException() : inner;
}
