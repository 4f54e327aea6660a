namespace Pipelines.AcceptanceTests.Stores;

/// <summary>What a <see cref="FaultProxy"/> does to a request.</summary>
/// <param name="Answer">Sent instead of asking the server; null to ask it.</param>
/// <param name="CutAt">Bytes of the server's answer, head included, that come through; the connection is reset then.</param>
/// <param name="Stalls">It falls silent instead of being reset.</param>
/// <param name="Delay">Before the server is asked.</param>
/// <param name="Head">What becomes of the head of the server's answer; null to let it be.</param>
internal sealed record Fault(string? Answer = null, long CutAt = long.MaxValue, bool Stalls = false, TimeSpan Delay = default,
    Func<string, string>? Head = null)
{
    public static Fault None { get; } = new();

    /// <summary>The server does its work, and its answer is lost.</summary>
    public static Fault Lost { get; } = new(CutAt: 0);

    /// <summary>Nothing is ever answered; the work is done.</summary>
    public static Fault Silent { get; } = new(CutAt: 0, Stalls: true);

    /// <summary>"Written", and nothing is.</summary>
    public static Fault Lie { get; } =
        new("HTTP/1.1 200 OK\r\nETag: \"11111111111111111111111111111111\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    public static Fault Error(int status, string code)
    {
        var body = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>on purpose</Message></Error>";
        return new(
            $"HTTP/1.1 {status} Spoiled\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: "
            + $"close\r\n\r\n{body}");
    }
}
