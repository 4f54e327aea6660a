using System.Text.RegularExpressions;

namespace Pipelines.Configuration.Schema;

/// <summary>A user and a password before the host of an address: they would stand in a file that many read, on command lines and in messages.</summary>
public static partial class AddressCredentials
{
    /// <summary>Whether the address names a user or a password. A secret may hold slashes, so that what looks like a path may be the end of it.</summary>
    public static bool AreIn(string address) => Shape().IsMatch(address);

    /// <summary>The address without them, for messages.</summary>
    public static string Without(string address) => Shape().Replace(address, "${scheme}***@");

    [GeneratedRegex(@"^(?<scheme>(?!file:)[A-Za-z][A-Za-z0-9+.-]*:/+)([^/?#]*@|[^/?#@:]+:(?!([0-9]{1,5}|\{[a-z-]+\})([/?#]|\z))[^?#@]*@)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
