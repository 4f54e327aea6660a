using System.Buffers;
using System.Security.Cryptography;

namespace Pipelines.Releases;

/// <summary>SHA-256 digests as 64 lower-case hex digits: the form in every object of the store.</summary>
internal static class Sha256Hex
{
    public const string OfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Of(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());

    public static bool IsValid(string? text) => text?.Length == 64 && IsHex(text);

    public static bool IsHex(string text) => !text.AsSpan().ContainsAnyExcept(Digits);
}
