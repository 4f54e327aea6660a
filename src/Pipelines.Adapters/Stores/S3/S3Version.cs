using Amazon.S3.Model;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>
/// The version of an object: its ETag, and the mark of the write that created it. The ETag alone only distinguishes contents, not writes;
/// and the mark lets a writer whose response was lost recognize its own write.
/// </summary>
/// <param name="ETag">As returned by the server, without quotes.</param>
/// <param name="Mark">Random, one per write; empty for an object written by another program.</param>
internal sealed record S3Version(string ETag, string Mark)
{
    /// <summary>Name of the metadata entry with the mark.</summary>
    public const string Metadata = "pipelines-write";

    public static string NewMark() => Guid.NewGuid().ToString("n");

    /// <exception cref="NotS3Exception">The server returned none.</exception>
    public static S3Version Of(string? etag, MetadataCollection metadata) => Of(etag, metadata[Metadata] ?? "");

    /// <exception cref="NotS3Exception">The server returned none.</exception>
    public static S3Version Of(string? etag, string mark) =>
        new((etag ?? throw new NotS3Exception("its response has no version")).Trim('"'), mark);

    public static S3Version Parse(string text) => text.Split(' ', 2) is [var etag, var mark] ? new(etag, mark) : new(text, "");

    public override string ToString() => $"{ETag} {Mark}";
}
