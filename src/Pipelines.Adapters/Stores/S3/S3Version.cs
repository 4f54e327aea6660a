using Amazon.S3.Model;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>
/// The version of an object: its ETag, and the mark of the write that made it. The ETag alone tells bytes apart, not writes; and by
/// the mark a writer whose answer was lost finds out that it was its own write that it meets.
/// </summary>
/// <param name="ETag">As the server gives it, without quotes.</param>
/// <param name="Mark">Random, one a write; empty for an object that another program wrote.</param>
internal sealed record S3Version(string ETag, string Mark)
{
    /// <summary>Name of the metadata that holds the mark.</summary>
    public const string Metadata = "pipelines-write";

    public static string NewMark() => Guid.NewGuid().ToString("n");

    /// <exception cref="IOException">The server named none.</exception>
    public static S3Version Of(string? etag, MetadataCollection metadata) => Of(etag, metadata[Metadata] ?? "");

    /// <exception cref="IOException">The server named none.</exception>
    public static S3Version Of(string? etag, string mark) => new((etag ?? throw new IOException("its answer names no version")).Trim('"'), mark);

    public static S3Version Parse(string text) => text.Split(' ', 2) is [var etag, var mark] ? new(etag, mark) : new(text, "");

    public override string ToString() => $"{ETag} {Mark}";
}
