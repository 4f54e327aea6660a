using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>
/// Opens objects. Small ones are read at once; for large ones, whatever a broken connection did not deliver is requested again.
/// </summary>
internal sealed class S3Download(S3Connection connection, TimeProvider clock)
{
    /// <summary>
    /// Read into memory when opened: no connection then waits for the reader, and the contents are a snapshot of that moment.
    /// </summary>
    private const int Small = 256 << 10;

    private BucketLocation Place => connection.Location;

    public async Task<StoredObject?> OpenAsync(string key, Pipelines.Stores.ByteRange? range, CancellationToken cancellation)
    {
        try
        {
            return await OpenThereAsync(key, range, cancellation);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw PastTheEnd(key, range!, e);
        }
        catch (AmazonS3Exception e) when (e is not { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchKey" })
        {
            if (await connection.IsAbsentAsync(key, e, cancellation))
            {
                return null;
            }

            throw;
        }
    }

    private async Task<StoredObject> OpenThereAsync(string key, Pipelines.Stores.ByteRange? range, CancellationToken cancellation)
    {
        var first = await GetAsync(key, range?.Offset, range?.Length, etag: null, cancellation);
        var version = S3Version.Of(first.ETag, first.Metadata);
        var (offset, length) = (range?.Offset ?? 0, first.ContentLength);
        if (range is not null && length != range.Length)
        {
            first.Dispose();
            throw first.HttpStatusCode == HttpStatusCode.PartialContent ? PastTheEnd(key, range, inner: null)
                : new NotS3Exception("its response is not the range that was asked for");
        }

        var stream = new S3Stream(
            first, length, Place, $"read {key}", clock, (at, token) => GetAsync(key, offset + at, length - at, first.ETag, token));
        return new StoredObject(length > Small ? stream : await ReadAsync(stream, length, cancellation), length, version.ToString());
    }

    private async Task<GetObjectResponse> GetAsync(string key, long? offset, long? length, string? etag, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = Place.Bucket, Key = Place.KeyOf(key), EtagToMatch = etag };
        if (offset is { } from && length is { } count)
        {
            request.ByteRange = new Amazon.S3.Model.ByteRange(from, from + count - 1);
        }

        try
        {
            return await connection.Client.GetObjectAsync(request, cancellation);
        }
        catch (ArgumentException e)
        {
            throw new NotS3Exception("its response has no usable version", e); // the client reads it as a digest
        }
    }

    private static async Task<Stream> ReadAsync(S3Stream stream, long length, CancellationToken cancellation)
    {
        await using (stream)
        {
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes, cancellation);
            return new MemoryStream(bytes, writable: false);
        }
    }

    private static ArgumentOutOfRangeException PastTheEnd(string key, Pipelines.Stores.ByteRange range, Exception? inner) =>
        new($"{key} ends before {range.Offset + range.Length}.", inner);
}
