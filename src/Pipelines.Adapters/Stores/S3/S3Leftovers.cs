using Amazon.S3;
using Amazon.S3.Model;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>Parts of uploads that were never completed: they cost money and do not appear in listings.</summary>
internal sealed class S3Leftovers(S3Connection connection, TimeProvider clock)
{
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    private int _cleared;

    /// <summary>Once: removes uploads below the prefix that were interrupted at least a day ago.</summary>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _cleared, 1) == 1)
        {
            return;
        }

        try
        {
            foreach (var upload in await StaleAsync(cancellation))
            {
                await AbortAsync(upload.Key, upload.UploadId);
            }
        }
        catch (AmazonS3Exception e) when (e.StatusCode is System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.NotImplemented)
        {
            return; // without permission to list uploads, this is left to the bucket's lifecycle rule
        }
    }

    /// <summary>
    /// Removes the parts of an upload. Best effort: another error is already being reported, and a later writer cleans up.
    /// </summary>
    public async Task AbortAsync(string key, string upload)
    {
        try
        {
            await connection.Client.AbortMultipartUploadAsync(connection.Location.Bucket, key, upload, CancellationToken.None);
        }
        catch (Exception e) when (S3Fault.Translates(e, CancellationToken.None))
        {
            return;
        }
    }

    private async Task<List<MultipartUpload>> StaleAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - Stale;
        var request = new ListMultipartUploadsRequest { BucketName = connection.Location.Bucket, Prefix = connection.Location.KeyOf("") };
        var found = new List<MultipartUpload>();
        ListMultipartUploadsResponse page;
        do
        {
            page = await connection.Client.ListMultipartUploadsAsync(request, cancellation);
            found.AddRange((page.MultipartUploads ?? []).Where(upload => upload.Initiated?.ToUniversalTime() < before.UtcDateTime));
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true);
        return found;
    }
}
