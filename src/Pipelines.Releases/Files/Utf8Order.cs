namespace Pipelines.Releases.Files;

/// <summary>Orders strings by their UTF-8 bytes, which differs from UTF-16 order only for characters outside the basic plane.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        var same = a.AsSpan().CommonPrefixLength(b);
        return same == a.Length || same == b.Length
            ? a.Length.CompareTo(b.Length)
            : Rank(a[same]).CompareTo(Rank(b[same]));
    }

    /// <summary>Surrogates represent code points above all others.</summary>
    public static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
