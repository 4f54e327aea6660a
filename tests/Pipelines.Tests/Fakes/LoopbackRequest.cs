namespace Pipelines.Tests.Fakes;

/// <summary>What a client sent to a <see cref="LoopbackServer"/>.</summary>
/// <param name="Number">Counts connections from 1.</param>
/// <param name="Head">Request line and headers.</param>
/// <param name="Body">The body, as UTF-8.</param>
internal sealed record LoopbackRequest(int Number, string Head, string Body)
{
    /// <summary>The value of a header; null when it was not sent.</summary>
    public string? Header(string name) => Head.Split("\r\n")
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
