namespace Pipelines.Reporting;

/// <summary>Removes every masked value from texts, on platforms with and without masking of their own.</summary>
public sealed class Redaction
{
    private readonly Lock _gate = new();

    /// <summary>Shorter values would blank out ordinary words.</summary>
    private const int LeastLength = 4;

    private readonly SortedSet<string> _values = new(Comparer<string>.Create((a, b) =>
        a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b)));

    /// <summary>Masks a value and each of its lines, longest first.</summary>
    public void Add(Secret secret)
    {
        lock (_gate)
        {
            _values.UnionWith(Lines(secret).Append(secret.Reveal()).Where(part => part.Trim().Length >= LeastLength));
        }
    }

    /// <summary>A text without the masked values.</summary>
    public string Apply(string text)
    {
        lock (_gate)
        {
            return _values.Aggregate(text, (clean, value) => clean.Replace(value, "***", StringComparison.Ordinal));
        }
    }

    /// <summary>The non-blank lines of a secret: a secret with several lines may appear one line at a time.</summary>
    public static IEnumerable<string> Lines(Secret secret) =>
        secret.Reveal().Split('\n', '\r').Where(line => !string.IsNullOrWhiteSpace(line));
}
