using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>
/// Conditional writes, enforced by the server (If-None-Match, If-Match): the foundation of the lease and the event log. A server other than
/// AWS must first prove that it enforces them.
/// </summary>
internal sealed class S3Conditions(S3Connection connection, S3Upload upload, TimeProvider clock)
{
    private const string Probe = $"{StoreKey.Reserved}/conditions";
    private const string NoETag = "00000000000000000000000000000000";
    private const string EmptyETag = "d41d8cd98f00b204e9800998ecf8427e";
    private const int MostConflicts = 20;

    private volatile bool _proven = connection.IsAws;

    /// <summary>
    /// Whether If-Match takes the ETag in quotes, as the standard requires; some servers accept it only without. A guess, corrected by a
    /// write.
    /// </summary>
    private volatile bool _quotes = true;

    /// <summary>
    /// Writes if the key does not exist, or has the version <paramref name="expected"/>. Null if the condition did not hold.
    /// </summary>
    public async Task<S3Version?> PutAsync(string key, string mark, Stream content, string? expected, CancellationToken cancellation)
    {
        await ProveAsync(cancellation);
        await using var again = content.CanSeek ? null : await SpoolAsync(content, cancellation);
        var (body, start) = (again ?? content, (again ?? content).Position);
        for (var conflicts = 1; ; conflicts++)
        {
            body.Position = start;
            var request = upload.Request(key, mark);
            var attempt = expected is null
                ? await PutAbsentAsync(key, request, body, cancellation)
                : await PutVersionAsync(key, request, body, S3Version.Parse(expected), cancellation);
            if (attempt.Settled)
            {
                return attempt.Version;
            }

            if (conflicts == MostConflicts)
            {
                throw new IOException("the server repeatedly reports conflicting writes");
            }

            await (attempt == Attempt.OtherQuotes ? Task.CompletedTask : Backoff.PauseAsync(Math.Min(conflicts, 5), clock, cancellation));
        }
    }

    private async Task<Attempt> PutAbsentAsync(string key, PutObjectRequest request, Stream body, CancellationToken cancellation)
    {
        request.IfNoneMatch = "*";
        if (await SendAsync(request, body, cancellation) is { Status: not HttpStatusCode.PreconditionFailed } sent)
        {
            return sent.Attempt;
        }

        return OursOrNot(await upload.FindAsync(key, cancellation), request);
    }

    private async Task<Attempt> PutVersionAsync(string key, PutObjectRequest request, Stream body, S3Version expected,
        CancellationToken cancellation)
    {
        var quoted = _quotes;
        request.IfMatch = quoted ? $"\"{expected.ETag}\"" : expected.ETag;
        var sent = await SendAsync(request, body, cancellation);
        if (sent.Status is not (HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound))
        {
            return sent.Attempt;
        }

        var found = await upload.FindAsync(key, cancellation);
        _quotes = found == expected ? !quoted : quoted;
        return found == expected ? Attempt.OtherQuotes : OursOrNot(found, request);
    }

    /// <summary>If the condition does not hold, the reason may be an earlier attempt of this same write whose response was lost.</summary>
    private static Attempt OursOrNot(S3Version? found, PutObjectRequest request) =>
        Attempt.Of(found?.Mark == request.Metadata[S3Version.Metadata] ? found : null);

    private async Task<(HttpStatusCode Status, Attempt Attempt)> SendAsync(PutObjectRequest request, Stream body,
        CancellationToken cancellation)
    {
        try
        {
            return (HttpStatusCode.OK, Attempt.Of(await upload.PutWholeAsync(request, body, cancellation)));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed
            || (request.IfMatch is not null && S3Fault.IsMissing(e)))
        {
            return (e.StatusCode, Attempt.Of(null));
        }
        catch (AmazonS3Exception e) when (IsConflict(e))
        {
            return (e.StatusCode, Attempt.Again);
        }
    }

    /// <summary>Ceph reports a write that lost a race as an internal error without a name.</summary>
    private static bool IsConflict(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.Conflict
        || e is { StatusCode: HttpStatusCode.InternalServerError, ErrorCode: "UnknownError" };

    /// <summary>
    /// Once: asks the server to perform two writes whose conditions do not hold. A server that performs them cannot keep a lease.
    /// </summary>
    private async Task ProveAsync(CancellationToken cancellation)
    {
        if (_proven)
        {
            return;
        }

        var answer = await ProbeAsync(cancellation);
        var (absent, other, quotes) = answer.Absent ? answer : await ProbeAsync(cancellation); // it was created just now, the first time
        _quotes = quotes;
        _proven = absent && other ? true : throw Ignored();
    }

    /// <summary>
    /// In parallel: a write that must be rejected because the object exists, one that must be rejected because of its version, and one that
    /// finds out whether the current version is accepted with a quoted ETag.
    /// </summary>
    private async Task<(bool Absent, bool Other, bool Quotes)> ProbeAsync(CancellationToken cancellation)
    {
        var refused = await Task.WhenAll(
            IsRefusedAsync(request => request.IfNoneMatch = "*", cancellation),
            IsRefusedAsync(request => request.IfMatch = NoETag, cancellation),
            IsRefusedAsync(request => request.IfMatch = $"\"{EmptyETag}\"", cancellation));
        return (refused[0], refused[1], !refused[2]);
    }

    private async Task<bool> IsRefusedAsync(Action<PutObjectRequest> condition, CancellationToken cancellation)
    {
        var request = upload.Request(Probe, S3Version.NewMark());
        condition(request);
        using var nothing = new MemoryStream();
        try
        {
            return (await SendAsync(request, nothing, cancellation)).Status != HttpStatusCode.OK;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotImplemented)
        {
            throw Ignored(e);
        }
    }

    private PipelineException Ignored(Exception? inner = null) => new(
        $"{connection.Location}: this server does not enforce conditional writes (If-None-Match, If-Match): two deployments could run "
            + "at once, and records could be lost.",
        "Releases can still be kept here: keep the records elsewhere, with state: and a PostgreSQL database (docs/guides/stores.md). "
            + "Or use a server that enforces them, such as AWS S3 or Ceph from version 16.",
        inner: inner);

    private static async Task<FileStream> SpoolAsync(Stream content, CancellationToken cancellation)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        try
        {
            await content.CopyToAsync(file, cancellation);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <param name="settled">False if it has to be retried.</param>
    /// <param name="version">The version now stored; null if the condition did not hold.</param>
    private sealed class Attempt(bool settled, S3Version? version)
    {
        public static Attempt Again { get; } = new(false, null);

        public static Attempt OtherQuotes { get; } = new(false, null);

        public bool Settled => settled;

        public S3Version? Version => version;

        public static Attempt Of(S3Version? version) => new(true, version);
    }
}
