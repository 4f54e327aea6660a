using Pipelines.Stores;

namespace Pipelines.Gates.Overrides;

/// <summary>
/// The tokens of an environment, as signed envelopes in the store of its event log. Write access to the store does not allow forging one.
/// </summary>
public sealed class OverrideTokens(IStore store, string app, string environment)
{
    private const int MostBytes = 20_000;

    /// <exception cref="Errors.PipelineException">The store cannot be written.</exception>
    public async Task AddAsync(string id, byte[] envelope, CancellationToken cancellation)
    {
        using var content = new MemoryStream(envelope);
        await store.PutAsync(Key(id), content, PutCondition.Absent, cancellation);
    }

    /// <summary>The envelope of a token; null if there is none, or the id is invalid.</summary>
    public async Task<byte[]?> FindAsync(string id, CancellationToken cancellation)
    {
        if (id.Length != 32 || !id.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        await using var found = await store.OpenAsync(Key(id), range: null, cancellation);
        if (found is not { Length: <= MostBytes })
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await found.Content.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    private string Key(string id) => $"{app}/overrides/{environment}/{id}.json";
}
