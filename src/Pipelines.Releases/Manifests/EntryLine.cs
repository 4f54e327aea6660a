using System.Buffers.Text;
using System.Text;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;

namespace Pipelines.Releases.Manifests;

/// <summary>An entry as a line: its kind, the fields of that kind, and its path, separated by tabs, which a path cannot contain.</summary>
internal static class EntryLine
{
    private const long MostBytes = long.MaxValue;
    private const int ModeDigits = 4;

    /// <summary>Bytes in addition to the texts.</summary>
    private const int Fixed = 128;

    /// <summary>Nearly all lines are.</summary>
    private const int Short = 512;

    public static void Write(LineWriter to, ManifestEntry entry)
    {
        var room = to.Room(Fixed + Encoding.UTF8.GetMaxByteCount(entry.Path.Length + (entry.Target?.Length ?? 0)));
        to.Advance(Write(room, entry));
    }

    /// <summary>Parses the entry of a line. This only checks its form; <see cref="ManifestRules"/> validates it.</summary>
    /// <exception cref="InvalidDataException">It does not have the form of an entry.</exception>
    public static ManifestEntry Read(ReadOnlySpan<byte> line)
    {
        var fields = new LineFields(line);
        var kind = fields.Next();
        var entry = kind.SequenceEqual("file"u8)
            ? ManifestEntry.File(mode: Mode(ref fields), size: fields.Number(MostBytes), sha256: fields.Digest(), path: fields.Text())
            : kind.SequenceEqual("dir"u8) ? ManifestEntry.Directory(mode: Mode(ref fields), path: fields.Text())
            : kind.SequenceEqual("link"u8) ? ManifestEntry.Link(target: fields.Text(), path: fields.Text())
            : throw new InvalidDataException($"an entry is of the unknown kind \"{ReleasePath.Printable(Encoding.UTF8.GetString(kind))}\"");
        fields.End();
        return entry;
    }

    /// <summary>Whether a line is exactly what would be written for its entry.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> line, ManifestEntry entry)
    {
        var room = line.Length <= Short ? stackalloc byte[Fixed + Short] : new byte[Fixed + line.Length];
        return Encoding.UTF8.GetByteCount(entry.Path) + Encoding.UTF8.GetByteCount(entry.Target ?? "") <= line.Length
            && room[..(Write(room, entry) - 1)].SequenceEqual(line);
    }

    private static int Write(Span<byte> to, ManifestEntry entry)
    {
        var at = 0;
        switch (entry.Kind)
        {
            case EntryKind.File:
                at = Put(to, "file\t"u8);
                at += PutMode(to[at..], entry.Mode);
                Utf8Formatter.TryFormat(entry.Size, to[at..], out var digits);
                at += digits;
                to[at++] = (byte)'\t';
                entry.Sha256.Format(to[at..]);
                at += Sha256Digest.TextLength;
                break;
            case EntryKind.Directory:
                at = Put(to, "dir\t"u8);
                at += PutMode(to[at..], entry.Mode) - 1;
                break;
            default:
                at = Put(to, "link\t"u8);
                at += Encoding.UTF8.GetBytes(entry.Target, to[at..]);
                break;
        }

        to[at++] = (byte)'\t';
        at += Encoding.UTF8.GetBytes(entry.Path, to[at..]);
        to[at++] = (byte)'\n';
        return at;
    }

    private static int Put(Span<byte> to, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(to);
        return bytes.Length;
    }

    private static int PutMode(Span<byte> to, int mode)
    {
        ReadOnlySpan<byte> text = [(byte)'0', Octal(mode >> 6), Octal(mode >> 3), Octal(mode), (byte)'\t'];
        return Put(to, text);
    }

    private static byte Octal(int bits) => (byte)('0' + (bits & 7));

    private static int Mode(ref LineFields fields)
    {
        var mode = fields.Next();
        if (mode.Length != ModeDigits || mode.ContainsAnyExceptInRange((byte)'0', (byte)'7'))
        {
            throw new InvalidDataException(
                $"an entry has the mode \"{ReleasePath.Printable(Encoding.UTF8.GetString(mode))}\", expected four octal digits");
        }

        var bits = 0;
        foreach (var digit in mode)
        {
            bits = (bits << 3) | (digit - '0');
        }

        return bits;
    }
}
