using System.Buffers;
using Amazon.S3;
using Amazon.S3.Model;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>
/// Writes objects: small ones with one request, large ones in parts, several at a time. A failed write leaves nothing behind.
/// </summary>
#pragma warning disable CA1001 // lives as long as the process
internal sealed class S3Upload(S3Connection connection, S3Leftovers leftovers, TimeProvider clock)
#pragma warning restore CA1001
{
    private const int PartSize = 8 << 20;

    /// <summary>Largest object of known length that is sent in one request.</summary>
    private const int WholeSize = 2 * PartSize;

    /// <summary>Parts in memory, for all objects together.</summary>
    private const int AtOnce = 4;

    private readonly ArrayPool<byte> _buffers = ArrayPool<byte>.Create(PartSize, AtOnce);
    private readonly SemaphoreSlim _room = new(AtOnce);

    private BucketLocation Place => connection.Location;

    /// <summary>Writes unconditionally.</summary>
    public async Task<S3Version> PutAsync(string key, Stream content, CancellationToken cancellation)
    {
        if (content.CanSeek && content.Length - content.Position <= WholeSize)
        {
            return await PutWholeAsync(Request(key, S3Version.NewMark()), content, cancellation);
        }

        var first = await ReadAsync(content, cancellation);
        if (first.Count == PartSize)
        {
            return await PutPartsAsync(key, content, first, cancellation);
        }

        using var whole = new MemoryStream(first.Array ?? [], 0, first.Count, writable: false);
        try
        {
            return await PutWholeAsync(Request(key, S3Version.NewMark()), whole, cancellation);
        }
        finally
        {
            Return(first);
        }
    }

    /// <summary>Writes with one request. The content can be read again for a retry, and is left open.</summary>
    public async Task<S3Version> PutWholeAsync(PutObjectRequest request, Stream content, CancellationToken cancellation)
    {
        (request.InputStream, request.AutoCloseStream, request.UseChunkEncoding) = (content, false, connection.IsAws);
        var response = await connection.Client.PutObjectAsync(request, cancellation);
        return S3Version.Of(response.ETag, request.Metadata);
    }

    /// <summary>A write request for a key, without its content.</summary>
    public PutObjectRequest Request(string key, string mark)
    {
        var request =
            new PutObjectRequest { BucketName = Place.Bucket, Key = Place.KeyOf(key), ContentType = "application/octet-stream",
                TagSet = Tags(), StorageClass = StorageClass };
        request.Metadata.Add(S3Version.Metadata, mark);
        if (Place.ObjectLock is { } held)
        {
            (request.ObjectLockMode, request.ObjectLockRetainUntilDate) = (ModeOf(held), Until(held));
        }

        if (Place.KmsKey is { } kms)
        {
            (request.ServerSideEncryptionMethod, request.ServerSideEncryptionKeyManagementServiceKeyId) =
                (ServerSideEncryptionMethod.AWSKMS, kms);
        }

        return request;
    }

    private static ObjectLockMode ModeOf(ObjectLock held) => held.IsCompliance ? ObjectLockMode.Compliance : ObjectLockMode.Governance;

    private DateTime Until(ObjectLock held) => (clock.GetUtcNow() + held.For).UtcDateTime;

    private S3StorageClass? StorageClass => Place.StorageClass is { } name ? S3StorageClass.FindValue(name) : null;

    private List<Tag> Tags() => [.. Place.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private async Task<S3Version> PutPartsAsync(string key, Stream content, ArraySegment<byte> first, CancellationToken cancellation)
    {
        var mark = S3Version.NewMark();
        var upload = await BeginAsync(key, mark, first, cancellation);
        try
        {
            var parts = await SendAsync(key, upload, content, first, cancellation);
            return await CompleteAsync(key, upload, parts, mark, cancellation);
        }
        catch
        {
            await leftovers.AbortAsync(Place.KeyOf(key), upload);
            throw;
        }
    }

    /// <summary>Starts an upload and returns its id. If that fails, the waiting part's buffer is returned.</summary>
    private async Task<string> BeginAsync(string key, string mark, ArraySegment<byte> first, CancellationToken cancellation)
    {
        try
        {
            await leftovers.ClearAsync(cancellation);
            return (await S3Answer.WholeAsync(() =>
                connection.Client.InitiateMultipartUploadAsync(Begin(key, mark), cancellation), clock, cancellation)).UploadId;
        }
        catch
        {
            Return(first);
            throw;
        }
    }

    private InitiateMultipartUploadRequest Begin(string key, string mark)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = Place.Bucket,
            Key = Place.KeyOf(key),
            ContentType = "application/octet-stream",
            TagSet = Tags(),
            StorageClass = StorageClass,
        };
        request.Metadata.Add(S3Version.Metadata, mark);
        if (Place.ObjectLock is { } held)
        {
            (request.ObjectLockMode, request.ObjectLockRetainUntilDate) = (ModeOf(held), Until(held));
        }

        if (Place.KmsKey is { } kms)
        {
            (request.ServerSideEncryptionMethod, request.ServerSideEncryptionKeyManagementServiceKeyId) =
                (ServerSideEncryptionMethod.AWSKMS, kms);
        }

        return request;
    }

    /// <summary>Reads parts in order and sends several at a time.</summary>
    private async Task<List<PartETag>> SendAsync(string key, string upload, Stream content, ArraySegment<byte> first,
        CancellationToken cancellation)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = new List<Task<PartETag>>();
        try
        {
            for (var part = first; part.Count > 0; part = await ReadAsync(content, failed.Token))
            {
                sending.Add(SendPartAsync(key, upload, sending.Count + 1, part, failed.Token));
                await (sending.Count >= AtOnce ? sending[^AtOnce] : Task.CompletedTask);
            }

            return [.. await Task.WhenAll(sending)];
        }
        catch
        {
            await failed.CancelAsync();
            await Task.WhenAll(sending).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    private async Task<PartETag> SendPartAsync(string key, string upload, int number, ArraySegment<byte> part,
        CancellationToken cancellation)
    {
        using var body = new MemoryStream(part.Array!, part.Offset, part.Count, writable: false);
        var request = new UploadPartRequest
        {
            BucketName = Place.Bucket,
            Key = Place.KeyOf(key),
            UploadId = upload,
            PartNumber = number,
            PartSize = part.Count,
            InputStream = body,
            UseChunkEncoding = connection.IsAws,
        };
        try
        {
            return new PartETag(await connection.Client.UploadPartAsync(request, cancellation));
        }
        finally
        {
            Return(part);
        }
    }

    private async Task<S3Version> CompleteAsync(string key, string upload, List<PartETag> parts, string mark,
        CancellationToken cancellation)
    {
        var request =
            new CompleteMultipartUploadRequest { BucketName = Place.Bucket, Key = Place.KeyOf(key), UploadId = upload, PartETags = parts };
        try
        {
            return S3Version.Of(
                (await S3Answer.WholeAsync(() =>
                connection.Client.CompleteMultipartUploadAsync(request, cancellation), clock, cancellation)).ETag, mark);
        }
        catch (AmazonS3Exception e) when (S3Fault.IsMissing(e))
        {
            // A previous attempt may have completed it, and its response was lost.
            if (await FindAsync(key, cancellation) is { } found && found.Mark == mark)
            {
                return found;
            }

            throw;
        }
    }

    /// <summary>The version of a key; null if it does not exist.</summary>
    public async Task<S3Version?> FindAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var found = await connection.Client.GetObjectMetadataAsync(Place.Bucket, Place.KeyOf(key), cancellation);
            return S3Version.Of(found.ETag, found.Metadata);
        }
        catch (AmazonS3Exception e)
        {
            if (await connection.IsAbsentAsync(key, e, cancellation))
            {
                return null;
            }

            throw;
        }
    }

    /// <summary>
    /// The next part, shorter only at the end, in a buffer that <see cref="Return"/> takes back; after the end, empty and without a buffer.
    /// Waits for a free one.
    /// </summary>
    private async Task<ArraySegment<byte>> ReadAsync(Stream content, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        var (buffer, length) = (_buffers.Rent(PartSize), 0);
        try
        {
            length = await content.ReadAtLeastAsync(buffer.AsMemory(0, PartSize), PartSize, throwOnEndOfStream: false, cancellation);
            return length == 0 ? default : new ArraySegment<byte>(buffer, 0, length);
        }
        finally
        {
            if (length == 0)
            {
                Return(buffer);
            }
        }
    }

    private void Return(ArraySegment<byte> part)
    {
        if (part.Array is { } buffer)
        {
            _buffers.Return(buffer);
            _room.Release();
        }
    }
}
