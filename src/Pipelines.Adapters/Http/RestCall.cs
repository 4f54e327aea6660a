namespace Pipelines.Adapters.Http;

/// <summary>A request to a platform's API.</summary>
/// <param name="Path">Path and query below the API's base, every foreign part escaped.</param>
/// <param name="What">What it is about, as it ends "GitHub does not let this token see".</param>
/// <param name="Need">The permission or scope that it takes, such as <c>checks: read</c>.</param>
internal sealed record RestCall(string Path, string What, string Need)
{
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Doing it twice does no more than doing it once. What is not is only sent again when the server says that it refused it.</summary>
    public bool IsRepeatable { get => field || Method != HttpMethod.Post; init; }
}
