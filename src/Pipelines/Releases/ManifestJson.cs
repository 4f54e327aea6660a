using System.Buffers;
using System.Text.Json;
using Pipelines.Errors;

namespace Pipelines.Releases;

/// <summary>Manifests to and from JSON. Values are only shaped here; <see cref="ManifestRules"/> judges them.</summary>
internal static class ManifestJson
{
    private const int TypicalEntry = 200;
    private static readonly string[] Kinds = ["file", "dir", "link"];

    public static byte[] Write(string app, IReadOnlyList<ManifestEntry> entries)
    {
        var bytes = new ArrayBufferWriter<byte>(256 + (entries.Count * TypicalEntry));
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteNumber("format"u8, Manifest.Format);
        json.WriteString("app"u8, app);
        json.WriteStartArray("entries"u8);
        foreach (var entry in entries)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A member that its kind does not have is not written.</summary>
    private static void Write(Utf8JsonWriter json, ManifestEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("path"u8, entry.Path);
        json.WriteString("kind"u8, Kinds[(int)entry.Kind]);
        if (entry.Kind != EntryKind.Link)
        {
            json.WriteString("mode"u8, (ReadOnlySpan<byte>)[(byte)'0', Octal(entry.Mode >> 6), Octal(entry.Mode >> 3), Octal(entry.Mode)]);
        }

        if (entry.Kind == EntryKind.File)
        {
            json.WriteNumber("size"u8, entry.Size);
        }

        WriteOptional(json, "sha256"u8, entry.Sha256);
        WriteOptional(json, "target"u8, entry.Target);
        json.WriteEndObject();
    }

    private static byte Octal(int bits) => (byte)('0' + (bits & 7));

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static (string App, IReadOnlyList<ManifestEntry> Entries) Read(ReadOnlySpan<byte> bytes, string source)
    {
        try
        {
            var document = JsonSerializer.Deserialize(bytes, ReleaseJson.Default.ManifestDocument) ?? throw new JsonException("null");
            return document.Format == Manifest.Format
                ? (document.App, [.. document.Entries.Select(entry => Entry(entry ?? throw new FormatException("an entry is null")))])
                : throw PipelineException.BadInput(
                    source,
                    $"this manifest has format {document.Format}; this version of Pipelines reads format {Manifest.Format}.",
                    "Use the version that wrote it.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new PipelineException([new Problem(source, $"this is not a manifest: {e.Message}")], ExitCode.BadInput, e);
        }
    }

    private static ManifestEntry Entry(EntryDocument entry)
    {
        var kind = Array.IndexOf(Kinds, entry.Kind);
        return kind < 0
            ? throw new FormatException($"{ReleasePath.Printable(entry.Path)} is of the unknown kind \"{entry.Kind}\"")
            : new ManifestEntry(entry.Path, (EntryKind)kind, Mode(entry), entry.Size ?? 0, entry.Sha256, entry.Target);
    }

    private static int Mode(EntryDocument entry) => entry.Mode switch
    {
        null => 0,
        { Length: >= 1 and <= 6 } mode when mode.All(c => c is >= '0' and <= '7') => Convert.ToInt32(mode, 8),
        _ => throw new FormatException($"{ReleasePath.Printable(entry.Path)} has the mode \"{entry.Mode}\", expected four octal digits"),
    };
}
