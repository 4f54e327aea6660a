using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>Takes every masked value out of texts, on hosts that do and on hosts that do not mask by themselves.</summary>
internal sealed class Redaction
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

    public string Apply(string text)
    {
        lock (_gate)
        {
            return _values.Aggregate(text, (clean, value) => clean.Replace(value, "***", StringComparison.Ordinal));
        }
    }

    /// <summary>The lines of a secret that are not blank: what leaves as several lines is met as single ones.</summary>
    public static IEnumerable<string> Lines(Secret secret) => secret.Reveal().Split('\n', '\r').Where(line => !string.IsNullOrWhiteSpace(line));
}
