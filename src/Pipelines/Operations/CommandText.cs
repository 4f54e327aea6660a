using System.Text.RegularExpressions;

namespace Pipelines.Operations;

/// <summary>A command as somebody would type it.</summary>
internal static partial class CommandText
{
    /// <summary>Its words, quoted for a shell where they have to be. Only ever shown.</summary>
    public static string Of(IEnumerable<string> line) => string.Join(' ', line.Select(word =>
        Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

    [GeneratedRegex(@"\A[A-Za-z0-9_@%+=:,./-]+\z")]
    private static partial Regex Plain();
}
