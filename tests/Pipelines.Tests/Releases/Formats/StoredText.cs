using System.Globalization;
using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;

namespace Pipelines.Tests.Releases.Formats;

/// <summary>Manifests and indexes as they are kept, to and from their text.</summary>
internal static class StoredText
{
    private static readonly PartCodec Codec = new(new NativeFiles().Zstd);

    public static string Decode(byte[] kept)
    {
        var content = new Spool();
        content.Append(kept);
        return string.Concat(LineReader.Read(content, Codec, hash: null).Select(line => Encoding.UTF8.GetString(line.Span) + '\n'));
    }

    public static byte[] Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>Any bytes, though no writer would write them.</summary>
    public static byte[] Encode(byte[] text) =>
        [.. text.Chunk(LineWriter.MaxBlock)
            .SelectMany(block =>
            (byte[])[.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"raw\t{block.Length}\t{block.Length}\n")),
                .. block])];

    public static string Text(this Manifest manifest)
    {
        using var content = new MemoryStream();
        using var from = manifest.Open();
        from.CopyTo(content);
        return Decode(content.ToArray());
    }
}
