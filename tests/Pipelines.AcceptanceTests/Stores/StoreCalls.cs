using System.Text;
using Pipelines.Stores;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>Texts in a store.</summary>
internal static class StoreCalls
{
    public static async Task<string?> PutTextAsync(this IStore store, string key, string text, PutCondition condition)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await store.PutAsync(key, content, condition, CancellationToken.None);
    }

    public static async Task<string> ReadTextAsync(this IStore store, string key)
    {
        await using var stored = await store.OpenAsync(key, null, CancellationToken.None);
        using var reader = new StreamReader(stored!.Content);
        return await reader.ReadToEndAsync();
    }

    public static async Task<List<string>> KeysAsync(this IStore store) => await store.ListAsync("", CancellationToken.None).ToListAsync();
}
