using System.Text.RegularExpressions;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>GitLab's rules for a dotenv report, which gitlab-ci-local does not check: ParseDotenvArtifactService and the default limits of
/// plans.</summary>
internal static partial class Dotenv
{
    private const int BytesAtMost = 5 * 1024;
    private const int VariablesAtMost = 20;

    /// <summary>The variables; fails the test when GitLab would refuse the file.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 1, BytesAtMost - 1);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n');
        Assert.All(lines, line => Assert.Matches(Line(), line));
        Assert.InRange(lines.Length, 1, VariablesAtMost);
        return lines.ToDictionary(line => line[..line.IndexOf('=', StringComparison.Ordinal)], line =>
            line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_]+=[^\r\n]*\z")]
    private static partial Regex Line();
}
