using System.Text;

namespace Pipelines.Tests.Fuzz;

/// <summary>Changes sound inputs a little, or much, the same way for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    /// <summary>What parsers trip over.</summary>
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\0", "\r\n", "\n", "\"", "'", "\\", "\\ud800", "\\u0000", "{", "}", "[", "]", "null", "true", "-1", "0", "1e999",
            "99999999999999999999", ":", ";", ",", "=", "<", ">", "%", "#",
            "..", "/", "//", "@", "&a", "*a", "!!x", "\t", "\u2028", "\uFEFF", "é", "日本", "👍", "http://[", "ftp://x", "file:///etc/passwd",
            "-----BEGIN", "Infinity", "9999-12-31T23:59:59Z",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xFE, 0xFF], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [0x1F, 0x8B], [0x80],
    ];

    private readonly Random _random = new(seed);

    /// <summary>Another input, made of one of the sound ones.</summary>
    public byte[] Next(IReadOnlyList<byte[]> sound)
    {
        var bytes = sound[_random.Next(sound.Count)].ToList();
        for (var changes = _random.Next(1, 6); changes > 0; changes--)
        {
            Change(bytes, sound);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> sound)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(1, 9), bytes.Count - at);
        switch (_random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, Tokens[_random.Next(Tokens.Length)]);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                var other = sound[_random.Next(sound.Count)];
                bytes.AddRange(other[_random.Next(other.Length + 1)..]);
                break;
            default:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Tokens[_random.Next(Tokens.Length)]);
                break;
        }
    }
}
