using System.Net.Sockets;
using System.Security.Authentication;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Http;

/// <summary>Tells what went wrong on the network, without the address that was asked: it may be a secret.</summary>
public static class NetworkFailure
{
    /// <summary>True for failures of the network or of the other side; false for our own defects and for cancellation.</summary>
    public static bool Is(Exception e) => e is HttpRequestException or SocketException or IOException or AuthenticationException;

    /// <summary>The cause as a few words for people.</summary>
    public static string Describe(Exception e) =>
        Causes(e).OfType<SocketException>().Select(cause => Describe(cause.SocketErrorCode)).FirstOrDefault()
        ?? Causes(e).OfType<AuthenticationException>().Select(cause => $"TLS: {Excerpt.Of(cause.Message)}").FirstOrDefault()
        ?? Causes(e).OfType<HttpRequestException>().Select(cause => Describe(cause.HttpRequestError)).FirstOrDefault(text => text is not null)
        ?? Causes(e).OfType<HttpIOException>().Select(cause => Describe(cause.HttpRequestError)).FirstOrDefault(text => text is not null)
        ?? Excerpt.Of(e.Message);

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name is not known",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host is not reachable",
        SocketError.TimedOut => "connecting took too long",
        _ => $"network error {error}",
    };

    private static string? Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.InvalidResponse => "the answer is not HTTP",
        HttpRequestError.ResponseEnded => "the connection was closed before the answer was complete",
        HttpRequestError.ConfigurationLimitExceeded => "the answer's headers are too long",
        HttpRequestError.ProxyTunnelError => "the proxy refused",
        HttpRequestError.SecureConnectionError => "no TLS connection could be made",
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
