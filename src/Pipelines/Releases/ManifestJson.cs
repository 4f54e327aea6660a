using System.Text.Json;
using Pipelines.Errors;

namespace Pipelines.Releases;

/// <summary>Manifests to and from JSON. Values are only shaped here; <see cref="ManifestRules"/> judges them.</summary>
internal static class ManifestJson
{
    private static readonly string[] Kinds = ["file", "dir", "link"];

    public static byte[] Write(string app, IReadOnlyList<ManifestEntry> entries) => JsonSerializer.SerializeToUtf8Bytes(
        new ManifestDocument(Manifest.Format, app, [.. entries.Select(Document)]), ReleaseJson.Default.ManifestDocument);

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

    private static EntryDocument Document(ManifestEntry entry) => new(
        entry.Path,
        Kinds[(int)entry.Kind],
        entry.Kind == EntryKind.Link ? null : "0" + Convert.ToString(entry.Mode, 8).PadLeft(3, '0'),
        entry.Kind == EntryKind.File ? entry.Size : null,
        entry.Sha256,
        entry.Target);

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
