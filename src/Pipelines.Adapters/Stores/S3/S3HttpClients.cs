using System.Net.Sockets;
using Amazon.Runtime;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>The clients of HTTP under the S3 client: as the framework makes them, on connections that acknowledge at once.</summary>
internal sealed class S3HttpClients : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
#pragma warning disable CA2000 // the client that is returned owns it
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = clientConfig.ConnectTimeout ?? Timeout.InfiniteTimeSpan, ConnectCallback = ConnectAsync };
#pragma warning restore CA2000
        return new HttpClient(handler) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
#pragma warning disable CA2000 // the stream that is returned owns it
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new PromptStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
