using System.Buffers;

namespace Pipelines.Model;

/// <summary>Ids are lower-case hex digits.</summary>
public static class LowerHex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool Is(string text) => !text.AsSpan().ContainsAnyExcept(Digits);
}
