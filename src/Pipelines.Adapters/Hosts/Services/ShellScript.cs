using System.Text;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>Opens a shell in the live release, with its variables: their file is one that a shell can read.</summary>
internal static class ShellScript
{
    /// <summary>For a login shell of any kind: only constant text, and a path in letters that mean nothing to it.</summary>
    /// <param name="root">Absolute directory of the app.</param>
    public static string Of(string root) => $"sh -c '{Text}' sh {Convert.ToBase64String(Encoding.UTF8.GetBytes(root))}";

    /// <summary>The arguments of <c>sh</c>.</summary>
    public static IReadOnlyList<string> Line(string root) => ["sh", "-c", Text, "sh", Convert.ToBase64String(Encoding.UTF8.GetBytes(root))];

    private const string Text = "root=$(echo $1 | base64 -d); cd \"$root/current\" || exit 1; set -a; "
        + "[ ! -r \"$root/current.env\" ] || . \"$root/current.env\"; set +a; exec \"${SHELL:-/bin/sh}\"";
}
