using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>Takes every masked value out of texts, on hosts that do and on hosts that do not mask by themselves.</summary>
internal sealed class Redaction
{
    /// <summary>Shorter values would blank out ordinary words.</summary>
    private const int LeastLength = 4;

    private readonly SortedSet<string> _values = new(Comparer<string>.Create((a, b) =>
        a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b)));

    /// <summary>Masks a value and each of its lines, longest first.</summary>
    public void Add(Secret secret)
    {
        foreach (var part in secret.Reveal().Split('\n').Select(line => line.Trim('\r')).Append(secret.Reveal()).Where(part => part.Trim().Length >= LeastLength))
        {
            _values.Add(part);
        }
    }

    public string Apply(string text) => _values.Aggregate(text, (clean, value) => clean.Replace(value, "***", StringComparison.Ordinal));
}
