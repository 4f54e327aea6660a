using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipelines.Tests.Fakes;

/// <summary>A server on a free port of this machine that answers by code, byte by byte if need be: also what no proper server
/// would.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();

    private LoopbackServer(Func<LoopbackRequest, NetworkStream, CancellationToken, Task> answer, bool speaksFirst) =>
        _listener = new LoopbackListener(async (client, number, stop) =>
        {
            var stream = client.GetStream(); // which the listener closes
            var request = speaksFirst ? new LoopbackRequest(number, "", "") : await ReadAsync(stream, number, stop);
            _requests.Enqueue(request);
            await answer(request, stream, stop);
        });

    public int Port => _listener.Port;

    public string Url => _listener.Url;

    /// <summary>Whole requests received, in order.</summary>
    public IReadOnlyList<LoopbackRequest> Requests => [.. _requests];

    /// <summary>Answers each HTTP request by code.</summary>
    public static LoopbackServer Http(Func<LoopbackRequest, NetworkStream, CancellationToken, Task> answer) =>
        new(answer, speaksFirst: false);

    /// <summary>Answers each HTTP request with the bytes that the function gives.</summary>
    public static LoopbackServer Http(Func<LoopbackRequest, byte[]> answer) =>
        Http((request, stream, cancellation) => stream.WriteAsync(answer(request), cancellation).AsTask());

    /// <summary>Speaks as soon as someone connects, without reading.</summary>
    public static LoopbackServer Raw(Func<NetworkStream, CancellationToken, Task> speak) =>
        new((_, stream, cancellation) => speak(stream, cancellation), speaksFirst: true);

    /// <summary>A complete HTTP answer.</summary>
    public static byte[] Reply(int status, string body = "", params string[] headers) => Encoding.UTF8.GetBytes(
        string.Join("\r\n", [$"HTTP/1.1 {status} Status", $"Content-Length: {Encoding.UTF8.GetByteCount(body)}", .. headers, "", body]));

    /// <summary>A port of this machine at which nothing listens.</summary>
    public static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static async Task<LoopbackRequest> ReadAsync(NetworkStream stream, int number, CancellationToken stop)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, stop);
            head.Add(one[0]);
        }

        var request = new LoopbackRequest(number, Encoding.UTF8.GetString([.. head]), "");
        var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return request with { Body = Encoding.UTF8.GetString(body) };
    }
}
