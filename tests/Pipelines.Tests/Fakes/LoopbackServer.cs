using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipelines.Tests.Fakes;

/// <summary>A server on a free port of this machine that answers by code, byte by byte if need be: also what no proper server would.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();
    private readonly Func<LoopbackRequest, NetworkStream, CancellationToken, Task> _answer;
    private readonly bool _speaksFirst;
    private readonly Task _accepting;

    private LoopbackServer(Func<LoopbackRequest, NetworkStream, CancellationToken, Task> answer, bool speaksFirst)
    {
        (_answer, _speaksFirst) = (answer, speaksFirst);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Whole requests received, in order.</summary>
    public IReadOnlyList<LoopbackRequest> Requests => [.. _requests];

    /// <summary>Answers each HTTP request by code.</summary>
    public static LoopbackServer Http(Func<LoopbackRequest, NetworkStream, CancellationToken, Task> answer) => new(answer, speaksFirst: false);

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

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting; // which ends by the token: a listener closed under it would fail in ways of its own
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), serving.Count + 1));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var request = _speaksFirst ? new LoopbackRequest(number, "", "") : await ReadAsync(stream, number);
                _requests.Enqueue(request);
                await _answer(request, stream, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client left first, or the test is over.
            }
        }
    }

    private async Task<LoopbackRequest> ReadAsync(NetworkStream stream, int number)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            head.Add(one[0]);
        }

        var request = new LoopbackRequest(number, Encoding.UTF8.GetString([.. head]), "");
        var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return request with { Body = Encoding.UTF8.GetString(body) };
    }
}
