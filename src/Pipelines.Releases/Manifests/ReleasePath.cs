using System.Text;

namespace Pipelines.Releases.Manifests;

/// <summary>Which paths and link targets a release may hold. Each method gives what is wrong, as the end of a sentence; null when nothing is.</summary>
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
    /// A target climbs only at its start, and not above the root. As nothing lies below a link, the climb is exact; what
    /// follows only descends, perhaps through other links of the release, which hold to the same rule.
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
            ? $"points to \"{target}\", which climbs after it descends, so that it cannot be known to stay in the tree"
            : null;
    }

    /// <summary>The path for a message: control characters shown as \uXXXX.</summary>
    public static string Printable(string path) => path.Any(char.IsControl)
        ? string.Concat(path.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()))
        : path;

    /// <summary>Whether a path is right at first sight, as nearly all are: printable ASCII in names that are not special.</summary>
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
        "" => "has an empty name in it",
        "." or ".." => $"has a \"{name}\" in it",
        _ => Encoding.UTF8.GetByteCount(name) > MaxNameBytes ? $"has a name longer than {MaxNameBytes} bytes" : null,
    };

    private static string? TextProblem(string text)
    {
        if (text.Any(char.IsControl))
        {
            return "has a newline or another control character";
        }

        // The framework reads bytes that are not UTF-8 as U+FFFD: such a name could not even be opened again.
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
