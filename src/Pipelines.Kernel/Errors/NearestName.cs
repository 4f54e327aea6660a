namespace Pipelines.Errors;

/// <summary>Finds the valid name that a mistyped one most likely meant.</summary>
public static class NearestName
{
    /// <summary>"Did you mean X?" or, if no name is close, the list of valid names; null if there are none.</summary>
    public static string? Hint(string given, IEnumerable<string> valid)
    {
        var names = valid.Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return null;
        }

        var nearest = names.MinBy(name => Distance(given, name))!;
        return Distance(given, nearest) <= Math.Max(2, given.Length / 3)
            ? $"Did you mean {nearest}?"
            : $"Expected one of: {string.Join(", ", names)}.";
    }

    /// <summary>Edit distance (Levenshtein), ignoring case.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var substitution = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
