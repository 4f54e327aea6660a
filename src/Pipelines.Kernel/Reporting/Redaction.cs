namespace Pipelines.Reporting;

/// <summary>
/// Removes every masked value from texts: as it is, line by line, and as it looks in base64, in an address, in JSON and in HTML. One for
/// the whole program: what comes from a process is cleaned as it enters, and everything once more before it leaves.
/// </summary>
public sealed class Redaction
{
    /// <summary>Shorter values would blank out ordinary words.</summary>
    public const int LeastLength = 4;

    private readonly Lock _gate = new();

    private readonly SortedSet<string> _values = new(Comparer<string>.Create((a, b) =>
        a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b)));

    /// <summary>Characters of the longest masked form; 0 if nothing is masked. So much of a text may be the beginning of one.</summary>
    public int Longest
    {
        get
        {
            lock (_gate)
            {
                return _values.Min?.Length ?? 0;
            }
        }
    }

    /// <summary>Whether a value is long enough to be masked.</summary>
    public static bool Masks(Secret secret) => secret.Reveal().Trim().Length >= LeastLength;

    /// <summary>Masks a value and each of its lines, longest first.</summary>
    public void Add(Secret secret)
    {
        lock (_gate)
        {
            _values.UnionWith(Lines(secret).Append(secret.Reveal()).Where(part => part.Trim().Length >= LeastLength)
                .SelectMany(SecretForms.Of));
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
