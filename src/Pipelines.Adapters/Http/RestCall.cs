namespace Pipelines.Adapters.Http;

/// <summary>A request to a platform's API.</summary>
/// <param name="Path">Path and query below the API's base, with every foreign part escaped.</param>
/// <param name="What">What it is about, to complete "GitHub does not allow it to access".</param>
/// <param name="Need">The permission or scope it needs, such as <c>checks: read</c>.</param>
internal sealed record RestCall(string Path, string What, string Need)
{
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether it is idempotent. Other calls are retried only if the server says that it rejected them.</summary>
    public bool IsRepeatable { get => field || Method != HttpMethod.Post; init; }
}
