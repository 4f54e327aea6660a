using System.Diagnostics.CodeAnalysis;

namespace Pipelines.Hosts;

/// <summary>Address of a host.</summary>
/// <param name="Text">As written.</param>
/// <param name="Root">For <c>local:/path</c>, the root there; null to take the spec's.</param>
public sealed record HostAddress(string Text, string? Root)
{
    /// <summary>What to call the host: <c>local</c>, or <c>local:/path</c>.</summary>
    public string Name => Text.TrimEnd(':');

    /// <summary>The absolute path of the root, without a slash at its end.</summary>
    /// <param name="root">That of the spec.</param>
    public string RootOr(string root) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Root ?? root));

    public const string Expected = "local: for this machine, or local:/path for a root of its own";

    public static bool TryParse(string text, [NotNullWhen(true)] out HostAddress? address)
    {
        address = text.Split(':', 2) switch
        {
            ["local", ""] => new(text, null),
            ["local", ['/', ..] path] => new(text, path),
            _ => null,
        };
        return address is not null;
    }
}
