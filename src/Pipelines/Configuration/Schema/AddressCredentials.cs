using System.Text.RegularExpressions;

namespace Pipelines.Configuration.Schema;

/// <summary>
/// A user name and password in front of the host of a URL. They would appear in a file that many can read, on command lines and in
/// messages.
/// </summary>
public static partial class AddressCredentials
{
    /// <summary>
    /// Whether the URL contains a user name or a password. A password may contain slashes, so what looks like a path may be its end.
    /// </summary>
    public static bool AreIn(string address) => Shape().IsMatch(address);

    /// <summary>The URL without them, for messages.</summary>
    public static string Without(string address) => Shape().Replace(address, "${scheme}***@");

    [GeneratedRegex(@"^(?<scheme>(?!file:)[A-Za-z][A-Za-z0-9+.-]*:/+)([^/?#]*@|[^/?#@:]+:(?!([0-9]{1,5}|\{[a-z-]+\})([/?#]|\z))[^?#@]*@)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
