using System.Text;

namespace Pipelines.Adapters.Http;

/// <summary>Reads responses from servers that may never stop sending.</summary>
internal static class BoundedBody
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The first 64 KiB of a body, as UTF-8; invalid bytes become U+FFFD.</summary>
    public static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await ReadAsync(content, MaxBytes, cancellation));

    /// <summary>The first bytes of a body, up to a maximum.</summary>
    public static async Task<byte[]> ReadAsync(HttpContent content, int most, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var part = new byte[Math.Min(most, MaxBytes)];
        for (var read = 1; read > 0 && body.Length < most;)
        {
            read = await stream.ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, most - body.Length)), cancellation);
            await body.WriteAsync(part.AsMemory(0, read), cancellation);
        }

        return body.ToArray();
    }
}
