using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>
/// Stands in front of a server and spoils some of what passes. It speaks just enough HTTP to tell one request from the next: a
/// connection is closed after its answer, and the client opens another.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _server;
    private readonly Func<string, int, Fault> _choose;
    private readonly Task _accepting;
    private int _requests;

    /// <param name="server">Port of the server.</param>
    /// <param name="choose">What happens to a request, by its first line and headers and its number, from 1.</param>
    public FaultProxy(int server, Func<string, int, Fault> choose)
    {
        (_server, _choose) = (server, choose);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
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
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await PassAsync(client);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                client.Client.LingerState = new LingerOption(enable: true, seconds: 0); // a reset, not an end
            }
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        var stream = client.GetStream();
        if (await HeadAsync(stream) is not { } head)
        {
            return;
        }

        var fault = _choose(head, Interlocked.Increment(ref _requests));
        var body = await BodyAsync(stream, head);
        if (fault.Answer is { } answer)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
            return;
        }

        if (fault.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, _stop.Token);
        }

        using var server = new TcpClient("127.0.0.1", _server);
        var onward = server.GetStream();
        await onward.WriteAsync(Encoding.Latin1.GetBytes(Closing(head)), _stop.Token);
        await onward.WriteAsync(body, _stop.Token);
        await AnswerAsync(onward, stream, fault);
    }

    /// <summary>Passes the answer on, up to where it is cut.</summary>
    private async Task AnswerAsync(NetworkStream server, NetworkStream client, Fault fault)
    {
        var buffer = new byte[64 << 10];
        for (var left = fault.CutAt; left > 0;)
        {
            var read = await server.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), _stop.Token);
            if (read == 0)
            {
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            left -= read;
        }

        if (fault.Stalls)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        throw new IOException("cut here, on purpose");
    }

    private async Task<string?> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task<byte[]> BodyAsync(NetworkStream stream, string head)
    {
        if (head.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _stop.Token);
        }

        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = new byte[length is null ? 0 : int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return body;
    }

    /// <summary>The signature does not cover these headers.</summary>
    private static string Closing(string head) => string.Concat(
        head[..^4].Split("\r\n")
            .Where(line => !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase))
            .Select(line => $"{line}\r\n")) + "Connection: close\r\n\r\n";
}
