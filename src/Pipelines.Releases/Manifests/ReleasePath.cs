using System.Text;

namespace Pipelines.Releases.Manifests;

/// <summary>
/// Rules for paths and link targets in a release. Each method returns the problem, as the end of a sentence; null if there is none.
/// </summary>
internal static class ReleasePath
{
    private const int MaxBytes = 4095;
    private const int MaxNameBytes = 255;

    public static string? Problem(string path)
    {
        if (IsPlain(path))
        {
            return null;
        }

        if (path.Length == 0 || path[0] == '/')
        {
            return "is empty or absolute";
        }

        return TextProblem(path) ?? path.Split('/').Select(NameProblem).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>
    /// A target has <c>..</c> only at its start, and does not leave the root. Because nothing is below a link, this is exact; the rest only
    /// descends, possibly through other links of the release, which obey the same rule.
    /// </summary>
    public static string? TargetProblem(string path, string target)
    {
        if (target.Length == 0 || target[0] == '/')
        {
            return $"points to the absolute path \"{Printable(target)}\"";
        }

        if (TextProblem(target) is { } problem)
        {
            return $"has a target that {problem}";
        }

        var segments = target.Split('/');
        var climbs = segments.TakeWhile(segment => segment == "..").Count();
        if (climbs > path.Count(c => c == '/'))
        {
            return $"points outside the tree, to \"{target}\"";
        }

        return segments.Skip(climbs).Any(segment => segment == "..")
            ? $"points to \"{target}\", which goes up after going down, so it is not certain to stay inside the tree"
            : null;
    }

    /// <summary>The path for a message, with control characters as \uXXXX.</summary>
    public static string Printable(string path) => path.Any(char.IsControl)
        ? string.Concat(path.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()))
        : path;

    /// <summary>Fast check that most paths pass: printable ASCII in names that are not special.</summary>
    private static bool IsPlain(ReadOnlySpan<char> path)
    {
        if (path.Length is 0 or > MaxBytes || path.ContainsAnyExceptInRange(' ', '~'))
        {
            return false;
        }

        foreach (var range in path.Split('/'))
        {
            if (path[range] is "" or "." or ".." or { Length: > MaxNameBytes })
            {
                return false;
            }
        }

        return true;
    }

    private static string? NameProblem(string name) => name switch
    {
        "" => "contains an empty name",
        "." or ".." => $"contains a \"{name}\"",
        _ => Encoding.UTF8.GetByteCount(name) > MaxNameBytes ? $"has a name longer than {MaxNameBytes} bytes" : null,
    };

    private static string? TextProblem(string text)
    {
        if (text.Any(char.IsControl))
        {
            return "contains a newline or another control character";
        }

        // The framework reads invalid UTF-8 as U+FFFD: such a name could not even be opened again.
        if (text.Contains('\uFFFD', StringComparison.Ordinal) || HasLoneSurrogate(text))
        {
            return "is not valid UTF-8";
        }

        return Encoding.UTF8.GetByteCount(text) > MaxBytes ? $"is longer than {MaxBytes} bytes" : null;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
