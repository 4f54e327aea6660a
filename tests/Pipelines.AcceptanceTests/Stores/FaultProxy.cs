using System.Net.Sockets;
using System.Text;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>
/// Stands in front of a server and spoils some of what passes. It speaks just enough HTTP to tell one request from the next: a
/// connection is closed after its answer, and the client opens another.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly int _server;
    private readonly Func<string, int, Fault> _choose;
    private int _requests;
    private long _sent;

    /// <param name="server">Port of the server.</param>
    /// <param name="choose">What happens to a request, by its first line and headers and its number, from 1.</param>
    public FaultProxy(int server, Func<string, int, Fault> choose)
    {
        (_server, _choose) = (server, choose);
        _listener = new LoopbackListener((client, _, stop) => PassAsync(client, stop));
    }

    public string Url => _listener.Url;

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Bytes of the bodies of requests that the server got.</summary>
    public long SentBytes => Interlocked.Read(ref _sent);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task PassAsync(TcpClient client, CancellationToken stop)
    {
        var stream = client.GetStream();
        if (await HeadAsync(stream, stop) is not { } head)
        {
            return;
        }

        var fault = _choose(head, Interlocked.Increment(ref _requests));
        var body = await BodyAsync(stream, head, stop);
        if (fault.Answer is { } answer)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
            return;
        }

        if (fault.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, stop);
        }

        using var server = new TcpClient("127.0.0.1", _server);
        var onward = server.GetStream();
        await onward.WriteAsync(Encoding.Latin1.GetBytes(Closing(head)), stop);
        try
        {
            await onward.WriteAsync(body, stop);
        }
        catch (IOException)
        {
            // It refused the request before it had read all of it; its answer says why.
        }

        Interlocked.Add(ref _sent, body.Length);
        if (fault.Head is { } lie && await HeadAsync(onward, stop) is { } answered)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(lie(answered)), stop);
        }

        await AnswerAsync(onward, stream, fault, stop);
    }

    /// <summary>Passes the answer on, up to where it is cut.</summary>
    private static async Task AnswerAsync(NetworkStream server, NetworkStream client, Fault fault, CancellationToken stop)
    {
        var buffer = new byte[64 << 10];
        for (var left = fault.CutAt; left > 0;)
        {
            var read = await server.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), stop);
            if (read == 0)
            {
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, read), stop);
            left -= read;
        }

        if (fault.Stalls)
        {
            await Task.Delay(Timeout.Infinite, stop);
        }

        throw new IOException("cut here, on purpose");
    }

    private static async Task<string?> HeadAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static async Task<byte[]> BodyAsync(NetworkStream stream, string head, CancellationToken stop)
    {
        if (head.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stop);
        }

        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = new byte[length is null ? 0 : int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return body;
    }

    /// <summary>The signature does not cover these headers.</summary>
    private static string Closing(string head) => string.Concat(
        head[..^4].Split("\r\n")
            .Where(line => !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)
                && !line.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase))
            .Select(line => $"{line}\r\n")) + "Connection: close\r\n\r\n";
}
