using System.Net.Sockets;
using System.Text;
using Pipelines.Errors;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>HAProxy's runtime API: one line of commands a connection, whose answer ends with the connection.</summary>
/// <param name="host">Name of the host, for messages.</param>
/// <param name="address">An absolute path, or HOST:PORT.</param>
internal sealed class HaProxySocket(string host, string address)
{
    private const int MostBytes = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <param name="command">One command, or several with semicolons between them, which HAProxy carries out at once.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The answer without white space around it; empty when there was nothing to say.</returns>
    /// <exception cref="PipelineException">There is no answer.</exception>
    public async Task<string> AskAsync(string command, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            using var socket = await ConnectAsync(limit.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\n"), limit.Token);
            return await ReadAsync(stream, limit.Token);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw NoAnswer(e.Message, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw NoAnswer("no answer within 10 s", e);
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var isPath = address.StartsWith('/');
        var socket = isPath
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var colon = address.LastIndexOf(':');
            await (isPath
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(address), cancellation)
                : socket.ConnectAsync(address[..colon],
                    int.Parse(address.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture),
                    cancellation));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; answer.Length < MostBytes && (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            await answer.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        return Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length).Trim();
    }

    private PipelineException NoAnswer(string why, Exception inner) => new($"{host}: HAProxy at {address}: {why}",
        "Check that it runs, and that this user may use its stats socket (level admin); then run the same command again.", inner: inner);
}
