using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>Where to connect to.</summary>
/// <param name="User">The user; null to leave it to the configuration of ssh.</param>
/// <param name="Host">Name, alias of the ssh configuration, or IP address; an IPv6 address without brackets.</param>
/// <param name="Port">The port; null to leave it to the configuration of ssh.</param>
/// <param name="Root">Absolute directory of the app; null to take the configured one.</param>
internal sealed partial record SshAddress(string? User, string Host, int? Port, string? Root)
{
    public const string Scheme = "ssh://";
    public const string Expected = "ssh://[user@]host[:port][/root]";

    /// <summary>The same text for the same machine, as far as the address tells.</summary>
    public string Machine => $"{Scheme}{Host.ToLowerInvariant()}{(Port is { } port ? $":{port}" : "")}";

    /// <summary>Reads an address. Nothing in it can be taken for an option by ssh.</summary>
    /// <param name="text">Beginning with the scheme.</param>
    /// <param name="address">The address; null when it is none.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SshAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        var rest = text[Scheme.Length..];
        var authority = rest.Split('/')[0];
        if (authority.LastIndexOf('@') is var at and > 0 && authority[..at].Contains(':', StringComparison.Ordinal))
        {
            error = $"a password in an address is not used. Expected {Expected}, with a private key in ssh.key or in an ssh-agent.";
            return false;
        }

        var match = Form().Match(rest);
        var port = match.Groups["port"] is { Success: true, ValueSpan: var digits }
            ? int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : (int?)null;
        var root = match.Groups["root"] is { Success: true, Value: not "/" and var path } ? path.TrimEnd('/') : null;
        if (!match.Success || port is 0 or > 65535 || root?.Split('/').Skip(1).Any(part => part is "" or "." or "..") == true)
        {
            error = $"expected {Expected}, found \"{text}\".";
            return false;
        }

        var user = match.Groups["user"] is { Success: true, Value: var name } ? name : null;
        address = new SshAddress(user, match.Groups["host"].Value.Trim('[', ']'), port, root);
        error = null;
        return true;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() =>
        $"{Scheme}{(User is null ? "" : $"{User}@")}{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}"
            + $"{(Port is { } port ? $":{port}" : "")}{Root}";

    [GeneratedRegex(
        @"^((?<user>[A-Za-z0-9_][A-Za-z0-9._-]*)@)?(?<host>[A-Za-z0-9_][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])"
            + @"(:(?<port>[0-9]{1,5}))?(?<root>/[^\p{C}?#]*)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
