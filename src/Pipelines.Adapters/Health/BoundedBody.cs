using System.Text;

namespace Pipelines.Adapters.Health;

/// <summary>Reads answers of servers that may never stop talking.</summary>
internal static class BoundedBody
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The first 64 KiB of a body, as UTF-8; what is not becomes U+FFFD.</summary>
    public static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var bytes = new byte[MaxBytes];
        var read = await stream.ReadAtLeastAsync(bytes, MaxBytes, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }
}
