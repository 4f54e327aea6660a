using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pipelines.Stores;

/// <summary>The rules for keys, the same in every store, so that a key that works in one works in all.</summary>
public static class StoreKey
{
    /// <summary>Maximum length of a key in UTF-8 bytes: the S3 limit, 1024, minus the prefix of a store in a bucket.</summary>
    public const int MaxBytes = 768;

    /// <summary>Maximum length of a segment in UTF-8 bytes: the limit of file systems.</summary>
    public const int MaxSegmentBytes = 255;

    /// <summary>First segment, reserved for stores.</summary>
    public const string Reserved = ".tmp";

    /// <exception cref="ArgumentException">The key is empty, absolute, too long, or has a segment or character that stores do not
    /// accept.</exception>
    public static void Validate(string key)
    {
        if (Problem(key) is { } problem)
        {
            throw new ArgumentException($"\"{key}\" is not a valid key: {problem}.", nameof(key));
        }
    }

    /// <summary>What is wrong with a prefix, such as <c>it is empty</c>; null if it is empty, a key, or a key followed by '/'.</summary>
    public static string? PrefixProblem(string prefix) =>
        prefix.Length == 0 ? null : Problem(prefix.EndsWith('/') ? prefix[..^1] : prefix);

    /// <summary>A prefix is empty, a key, or a key followed by '/'.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static void ValidatePrefix(string prefix)
    {
        if (prefix.Length > 0)
        {
            Validate(prefix.EndsWith('/') ? prefix[..^1] : prefix);
        }
    }

    /// <summary>
    /// Whether a key sorts the same in UTF-16 and UTF-8, the order used by servers: they differ only for non-ASCII characters.
    /// </summary>
    public static bool IsOrderedAnywhere([NotNullWhen(true)] string? key) => key is not null && Ascii.IsValid(key);

    private static string? Problem(string key)
    {
        if (key.Length == 0)
        {
            return "it is empty";
        }

        if (key.Any(char.IsControl) || key.Contains('\\', StringComparison.Ordinal))
        {
            return "it has a control character or a backslash";
        }

        if (!Utf8.TryCount(key, out var bytes) || bytes > MaxBytes)
        {
            return $"it is longer than {MaxBytes} bytes or not valid Unicode";
        }

        var segments = key.Split('/');
        return segments[0] == Reserved
            ? $"{Reserved} is reserved for the store"
            : segments.Select(SegmentProblem).FirstOrDefault(problem => problem is not null);
    }

    private static string? SegmentProblem(string segment) => segment switch
    {
        "" => "it has an empty segment",
        "." or ".." => $"it has a \"{segment}\" segment",
        _ => Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes ? $"it has a segment longer than {MaxSegmentBytes} bytes" : null,
    };

    private static class Utf8
    {
        private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        public static bool TryCount(string text, out int bytes)
        {
            try
            {
                bytes = Strict.GetByteCount(text);
                return true;
            }
            catch (EncoderFallbackException)
            {
                bytes = 0;
                return false;
            }
        }
    }
}
