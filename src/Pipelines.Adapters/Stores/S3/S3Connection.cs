using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Pipelines.Errors;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>A client of one bucket, created when it is first needed, so that steps which open no store do not load it.</summary>
internal sealed class S3Connection
{
    /// <summary>Retries of one request by the client, with exponential backoff and jitter.</summary>
    private const int Retries = 5;

    private readonly Lazy<AmazonS3Client> _client;

    /// <param name="location">The location of the bucket.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="credentials">The credentials; null to take them from location and environment.</param>
    /// <param name="retries">How often the client retries a request.</param>
    public S3Connection(BucketLocation location, Func<string, string?> variable, AWSCredentials? credentials = null, int retries = Retries)
    {
        Location = location with { Endpoint = location.Endpoint ?? EndpointOf(variable) };
        _client = new(() => NewClient(Location, credentials ?? S3Credentials.Of(Location, variable), retries));
    }

    public BucketLocation Location { get; }

    /// <summary>Whether the server is AWS itself, which is known to behave as documented.</summary>
    public bool IsAws => Location.Endpoint is null || Location.Endpoint.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="AmazonClientException">No region is known.</exception>
    public IAmazonS3 Client => _client.Value;

    /// <summary>
    /// Whether a request was rejected because the object does not exist. If the user may list only a part of the bucket, the server
    /// responds "denied" for missing objects as well as forbidden ones: listing just this key tells them apart.
    /// </summary>
    public async Task<bool> IsAbsentAsync(string key, AmazonS3Exception refused, CancellationToken cancellation)
    {
        if (refused.StatusCode != HttpStatusCode.Forbidden)
        {
            return S3Fault.IsMissing(refused);
        }

        try
        {
            var request = new ListObjectsV2Request { BucketName = Location.Bucket, Prefix = Location.KeyOf(key), MaxKeys = 1 };
            return (await ListAsync(request, cancellation)).S3Objects?.Any(found => found.Key == request.Prefix) is not true;
        }
        catch (AmazonS3Exception)
        {
            return false;
        }
    }

    /// <summary>A page of a list. What is no list is not an empty one.</summary>
    /// <exception cref="NotS3Exception">It is no list.</exception>
    public async Task<ListObjectsV2Response> ListAsync(ListObjectsV2Request request, CancellationToken cancellation)
    {
        var page = await Client.ListObjectsV2Async(request, cancellation);
        return page.Name is null ? throw new NotS3Exception("its response is not a list of objects") : page;
    }

    private static AmazonS3Client NewClient(BucketLocation location, AWSCredentials? credentials, int retries)
    {
        var config = Config(location, retries);
        return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
    }

    /// <summary>
    /// Servers other than AWS get no checksums unless they ask for them, because many reject the newer trailing ones. The request signature
    /// covers the contents anyway, and every part of a release has its digest.
    /// </summary>
    private static AmazonS3Config Config(BucketLocation location, int retries)
    {
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = retries,
            Timeout = location.Timeout,
            ConnectTimeout = location.Timeout,
            IgnoreConfiguredEndpointUrls = true,
            ForcePathStyle = location.PathStyle ?? location.Endpoint is not null,
            Profile = location.Profile is { } profile ? new Profile(profile) : null,
        };
        if (location.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = location.Region ?? "us-east-1";
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }
        else if (location.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    private static Uri? EndpointOf(Func<string, string?> variable) =>
        (variable("AWS_ENDPOINT_URL_S3") ?? variable("AWS_ENDPOINT_URL")) is { Length: > 0 } text
            ? Uri.TryCreate(text, UriKind.Absolute, out var url) ? url
            : throw PipelineException.BadInput("AWS_ENDPOINT_URL", $"\"{text}\" is not a valid address.")
            : null;
}
