using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>
/// A store in a bucket, on AWS or an S3-compatible server. Every key starts with the location's prefix, and nothing outside it is read,
/// written, listed or removed.
/// </summary>
public sealed class S3Store : IStore
{
    private readonly S3Connection _connection;
    private readonly TimeProvider _clock;
    private readonly S3Upload _upload;
    private readonly S3Conditions _conditions;
    private readonly S3Download _download;

    /// <param name="location">The location of the bucket.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="clock">The clock, for pauses between retries.</param>
    /// <param name="mask">Masks the secret parts of the credentials.</param>
    public S3Store(BucketLocation location, Func<string, string?> variable, TimeProvider clock, Action<Secret> mask)
        : this(
            new S3Connection(location, variable, new MaskedCredentials(new(() => S3Credentials.Resolve(location, variable)), mask)), clock)
    {
    }

    internal S3Store(S3Connection connection, TimeProvider clock)
    {
        (_connection, _clock) = (connection, clock);
        _upload = new S3Upload(connection, new S3Leftovers(connection, clock), clock);
        _conditions = new S3Conditions(connection, _upload, clock);
        _download = new S3Download(connection, clock);
    }

    public string Location => Place.ToString();

    private BucketLocation Place => _connection.Location;

    public Task<StoredObject?> OpenAsync(string key, Pipelines.Stores.ByteRange? range, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        return TranslatedAsync($"read {key}", () => _download.OpenAsync(key, range, cancellation), cancellation);
    }

    public Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        var (mark, start) = (S3Version.NewMark(), content.CanSeek ? content.Position : (long?)null);
        return TranslatedAsync(
            $"write {key}",
            async () =>
            {
                Rewind(content, start);
                return condition is PutCondition.Unconditional
                    ? (await _upload.PutAsync(key, content, cancellation)).ToString()
                    : (await PutIfAsync(key, mark, content, (condition as PutCondition.IfVersion)?.Expected, cancellation))?.ToString();
            },
            cancellation,
            again: start is not null);
    }

    /// <summary>
    /// S3 returns keys in the order of their UTF-8 bytes, which differs for a few characters: so keys are collected, sorted and filtered
    /// here.
    /// </summary>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        StoreKey.ValidatePrefix(prefix);
        var keys = await TranslatedAsync($"list {prefix}", () => KeysAsync(prefix, after, cancellation), cancellation);
        foreach (var key in keys.Order(StringComparer.Ordinal))
        {
            yield return key;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        var request = new DeleteObjectRequest { BucketName = Place.Bucket, Key = Place.KeyOf(key) };
        return TranslatedAsync($"delete {key}", async () =>
        {
            var answer = await _connection.Client.DeleteObjectAsync(request, cancellation);
            return answer.HttpStatusCode == HttpStatusCode.NoContent || answer.ContentLength == 0 ? answer
                : throw new NotS3Exception("its response to a removal is a text");
        }, cancellation);
    }

    /// <summary>
    /// The log and leases wait for their response in any case: a request that nobody cancels would block their process forever.
    /// </summary>
    private async Task<S3Version?> PutIfAsync(string key, string mark, Stream content, string? expected, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter((Place.Timeout * 10) + TimeSpan.FromMinutes(1));
        return await _conditions.PutAsync(key, mark, content, expected, limit.Token);
    }

    private async Task<List<string>> KeysAsync(string prefix, string? after, CancellationToken cancellation)
    {
        var root = Place.KeyOf("");
        var request =
            new ListObjectsV2Request { BucketName = Place.Bucket, Prefix = root + prefix, StartAfter = StoreKey.IsOrderedAnywhere(after)
                ? root + after : null };
        var keys = new List<string>();
        ListObjectsV2Response page;
        do
        {
            page = await _connection.ListAsync(request, cancellation);
            keys.AddRange((page.S3Objects ?? []).Select(found => found.Key[root.Length..]));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        keys.RemoveAll(key => key.StartsWith($"{StoreKey.Reserved}/", StringComparison.Ordinal) || string.CompareOrdinal(key, after) <= 0);
        return keys;
    }

    private static void Rewind(Stream content, long? start)
    {
        if (start is { } position)
        {
            content.Position = position;
        }
    }

    /// <param name="act">The operation, for messages.</param>
    /// <param name="work">Performs it.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <param name="again">Whether it can be repeated if its response was truncated.</param>
    private async Task<T> TranslatedAsync<T>(string act, Func<Task<T>> work, CancellationToken cancellation, bool again = true)
    {
        try
        {
            return await (again ? S3Answer.WholeAsync(work, _clock, cancellation) : work());
        }
        catch (Exception e) when (S3Fault.Translates(e, cancellation))
        {
            throw S3Fault.From(e, Place, act);
        }
    }
}
