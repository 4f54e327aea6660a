using System.Net;

namespace Pipelines.Adapters.Http;

/// <summary>
/// The proxy that the environment names, without the networks in <c>NO_PROXY</c>: the framework knows names and single addresses there, and
/// not 10.0.0.0/8. An address is compared as it is written: no name is looked up.
/// </summary>
/// <param name="proxy">As the framework understands the environment.</param>
/// <param name="exceptions">What <c>NO_PROXY</c> contains; null for nothing.</param>
public sealed class ProxyExceptions(IWebProxy proxy, string? exceptions) : IWebProxy
{
    private readonly IReadOnlyList<IPNetwork> _networks = [.. Networks(exceptions)];

    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    /// <summary>Lets every HTTP client of this process heed the networks, those of libraries included.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    public static void Install(Func<string, string?> variable)
    {
        if ((variable("no_proxy") ?? variable("NO_PROXY")) is { } text && text.Contains('/', StringComparison.Ordinal))
        {
            HttpClient.DefaultProxy = new ProxyExceptions(HttpClient.DefaultProxy, text);
        }
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => proxy.IsBypassed(host)
        || (IPAddress.TryParse(host.DnsSafeHost, out var address) && _networks.Any(network => Contains(network, address)));

    private static bool Contains(IPNetwork network, IPAddress address) =>
        network.Contains(address) || (address.IsIPv4MappedToIPv6 && network.Contains(address.MapToIPv4()));

    private static IEnumerable<IPNetwork> Networks(string? text)
    {
        foreach (var part in (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0 && IPAddress.TryParse(part[..slash].Trim('[', ']'), out var first)
                && int.TryParse(part[(slash + 1)..], out var length) && length >= 0 && length <= first.GetAddressBytes().Length * 8)
            {
                yield return Network(first, length);
            }
        }
    }

    /// <summary>Bits beyond the length may be set, as in 10.1.2.3/8.</summary>
    private static IPNetwork Network(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }
}
