namespace Pipelines.Adapters.Stores.S3;

/// <summary>A location in a bucket and how to reach it, as parsed by <see cref="BucketLocationText"/>.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">The prefix of every key, without a trailing '/'; empty for the whole bucket.</param>
public sealed record BucketLocation(string Bucket, string Prefix)
{
    /// <summary>For example <c>eu-central-1</c>; null for the value of AWS_REGION or the profile.</summary>
    public string? Region { get; init; }

    /// <summary>A server other than AWS; null for AWS.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Whether the bucket is in the path instead of the host name; null for whatever suits the endpoint.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>A profile in the AWS configuration files; null for the default credential chain.</summary>
    public string? Profile { get; init; }

    /// <summary>ARN of a role to assume; null for none.</summary>
    public string? Role { get; init; }

    /// <summary>The environment variable with the platform's OIDC token.</summary>
    public string IdToken { get; init; } = "AWS_ID_TOKEN";

    /// <summary>Where roles are assumed; null for AWS's service in the region.</summary>
    public Uri? StsEndpoint { get; init; }

    /// <summary>For example <c>STANDARD_IA</c>; null for the bucket's default.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Key for SSE-KMS: id, ARN or alias; null for the bucket's own encryption.</summary>
    public string? KmsKey { get; init; }

    /// <summary>Tags for each object, by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Protects each object from removal; null for the bucket's own rule. The bucket must support it.</summary>
    public ObjectLock? ObjectLock { get; init; }

    /// <summary>How long a request, or reading a response, may stall before it is retried.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The key in the bucket.</summary>
    public string KeyOf(string key) => Prefix.Length == 0 ? key : $"{Prefix}/{key}";

    public override string ToString() => Prefix.Length == 0 ? $"s3://{Bucket}" : $"s3://{Bucket}/{Prefix}";
}
