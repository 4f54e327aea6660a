using System.Net.Sockets;
using System.Security.Authentication;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Http;

/// <summary>Describes a network failure without the address, which may be a secret.</summary>
public static class NetworkFailure
{
    /// <summary>True for failures of the network or the other side; false for our own bugs and for cancellation.</summary>
    public static bool Is(Exception e) => e is HttpRequestException or SocketException or IOException or AuthenticationException
        || IsConnectTimeout(e);

    /// <summary>The cause in a few words.</summary>
    public static string Describe(Exception e) =>
        (IsConnectTimeout(e) ? Describe(SocketError.TimedOut) : null)
        ?? Causes(e).OfType<SocketException>().Select(cause => Describe(cause.SocketErrorCode)).FirstOrDefault()
        ?? Causes(e).OfType<AuthenticationException>().Select(cause => $"TLS: {Excerpt.Of(cause.Message)}").FirstOrDefault()
        ?? Causes(e).OfType<HttpRequestException>().Select(cause => Describe(cause.HttpRequestError))
            .FirstOrDefault(text => text is not null)
        ?? Causes(e).OfType<HttpIOException>().Select(cause => Describe(cause.HttpRequestError)).FirstOrDefault(text => text is not null)
        ?? Excerpt.Of(e.Message);

    /// <summary>A client that gives up connecting says that it was cancelled.</summary>
    private static bool IsConnectTimeout(Exception e) => e is OperationCanceledException { InnerException: TimeoutException };

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "unknown host name",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host is unreachable",
        SocketError.TimedOut => "the connection timed out",
        _ => $"network error {error}",
    };

    private static string? Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.InvalidResponse => "the response is not HTTP",
        HttpRequestError.ResponseEnded => "the connection was closed before the response was complete",
        HttpRequestError.ConfigurationLimitExceeded => "the response headers are too long",
        HttpRequestError.ProxyTunnelError => "the proxy refused the request",
        HttpRequestError.SecureConnectionError => "the TLS connection failed",
        _ => null,
    };

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
