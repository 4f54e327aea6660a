using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Pipelines.Errors;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>Explains bucket and network errors and says what to do.</summary>
internal static class S3Fault
{
    private const string Guide = "docs/guides/stores.md";

    public static bool Translates(Exception e, CancellationToken cancellation) =>
        e is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or XmlException
        || (e is OperationCanceledException or TimeoutException && !cancellation.IsCancellationRequested);

    public static PipelineException From(Exception e, BucketLocation location, string act)
    {
        if (e.GetBaseException() is PipelineException told)
        {
            return told; // for example from the token service, deep in the client
        }

        var (what, hint) = Reason(e, location);
        return new($"{location}: cannot {act}: {what}.", hint, inner: e);
    }

    public static bool IsMissing(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    private static (string What, string Hint) Reason(Exception e, BucketLocation location) => e switch
    {
        AmazonSecurityTokenServiceException refused => (
            $"the role {location.Role} could not be assumed ({refused.ErrorCode}: {Said(refused)})",
            "Check the role's name, and that its trust policy names this job or user."),
        AmazonServiceException { ErrorCode: "NoSuchBucket" } =>
            ($"there is no bucket \"{location.Bucket}\"{At(location)}", "Create it, or correct the name of the store."),
        AmazonServiceException { ErrorCode: "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidClientTokenId" or "InvalidToken"
            or "AuthFailure" } refused =>
            ($"the credentials are wrong ({refused.ErrorCode})",
                "Check the access key and its secret, and that they belong to this server."),
        AmazonServiceException { ErrorCode: "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" } refused =>
            ($"the credentials have expired ({refused.ErrorCode})",
                "Get new ones, or set a role in the store's address, whose credentials are renewed automatically."),
        AmazonServiceException { ErrorCode: "RequestTimeTooSkewed" } =>
            ("this machine's clock differs too much from the server's", "Set the clock."),
        AmazonServiceException { ErrorCode: "QuotaExceeded" or "InsufficientStorage" or "EntityTooLarge" } refused =>
            ($"the store is full ({refused.ErrorCode})",
                "Prune old releases or raise the quota, and run it again: what was uploaded is kept."),
        AmazonServiceException { ErrorCode: "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException"
            or "TemporaryRedirect" } refused =>
            ($"the bucket is in another region ({refused.Message.TrimEnd('.')})", "Specify it: s3://BUCKET/PREFIX?region=REGION."),
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } refused =>
            ($"access is denied ({refused.ErrorCode ?? "403"})",
                $"Check that the credentials are for this server, and give their user the permissions that {Guide} lists."),
        AmazonServiceException { StatusCode: HttpStatusCode.MethodNotAllowed } =>
            ($"there is no bucket \"{location.Bucket}\"{At(location)}, or this is not an S3 server",
                "Check the endpoint, and that the bucket exists."),
        AmazonServiceException { StatusCode: HttpStatusCode.PreconditionFailed } =>
            ("it was replaced while it was being read", "Run it again."),
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } busy =>
            ($"the server responds with {(int)busy.StatusCode} {busy.ErrorCode}, even after retries",
                "Run it again later: what was uploaded is kept."),
        AmazonServiceException { StatusCode: HttpStatusCode.NotFound or (>= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest) } bare
            when bare.ErrorCode == bare.StatusCode.ToString() => NotS3($"{(int)bare.StatusCode} without a reason", location),
        AmazonServiceException other when other.StatusCode != 0 =>
            ($"{Said(other)} ({(int)other.StatusCode} {other.ErrorCode})", $"See {Guide}."),
        _ when e.InnerException is AmazonSecurityTokenServiceException inner => Reason(inner, location),
        OperationCanceledException or TimeoutException => ($"the server{At(location)} did not respond within "
            + $"{location.Timeout.TotalSeconds:0.#} s, even after retries", "Check the network, and run it again."),
        _ when Root(e) is NotS3Exception or XmlException => NotS3(Said(Root(e)), location),
        _ when Root(e) is HttpRequestException or IOException or System.Net.Sockets.SocketException =>
            ($"the connection to the server{At(location)} failed ({Said(Root(e))}), even after retries",
                "Check the endpoint and the network, and run it again."),
        _ when Root(e) is OperationCanceledException or TimeoutException => Reason(Root(e), location),
        _ when e.Message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal) => ("no credentials were found",
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a role in the store's address that this job or machine may assume: "
            + $"see {Guide}."),
        _ => (Said(e), $"Credentials and region come from the store's address, the environment or the AWS configuration: see {Guide}."),
    };

    private static (string What, string Hint) NotS3(string why, BucketLocation location) => (
        $"what answers{At(location)} is not an S3 server ({why})",
        "Check the endpoint, and whether a proxy or the login page of a network answers in its place.");

    private static string At(BucketLocation location) =>
        location.Endpoint is { } endpoint ? $" at {endpoint.GetLeftPart(UriPartial.Authority)}" : "";

    private static Exception Root(Exception e) =>
        e is AmazonClientException or AmazonServiceException or AggregateException && e.InnerException is { } inner ? Root(inner) : e;

    private static string Said(Exception e) => e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
