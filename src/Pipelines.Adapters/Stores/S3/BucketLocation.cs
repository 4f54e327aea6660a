namespace Pipelines.Adapters.Stores.S3;

/// <summary>A place in a bucket and how to come there, as <see cref="BucketLocationText"/> reads it.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">What every key begins with, without '/' at its end; empty for the whole bucket.</param>
public sealed record BucketLocation(string Bucket, string Prefix)
{
    /// <summary>Such as <c>eu-central-1</c>; null for what AWS_REGION or the profile says.</summary>
    public string? Region { get; init; }

    /// <summary>A server other than AWS's; null for AWS.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Whether the bucket stands in the path instead of the host name; null for what suits the endpoint.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>A profile of the AWS configuration files; null for the default chain of credentials.</summary>
    public string? Profile { get; init; }

    /// <summary>ARN of a role to take on; null for none.</summary>
    public string? Role { get; init; }

    /// <summary>The environment variable with the platform's OIDC token.</summary>
    public string IdToken { get; init; } = "AWS_ID_TOKEN";

    /// <summary>Where roles are taken on; null for AWS's service of the region.</summary>
    public Uri? StsEndpoint { get; init; }

    /// <summary>Such as <c>STANDARD_IA</c>; null for the bucket's.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Key for SSE-KMS: id, ARN or alias; null for the bucket's own encryption.</summary>
    public string? KmsKey { get; init; }

    /// <summary>Tags that each object gets, by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What protects each object from being removed; null for the bucket's own rule. The bucket has to be made for it.</summary>
    public ObjectLock? ObjectLock { get; init; }

    /// <summary>How long a request, or a read of an answer, may bring nothing before it is tried again.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The key in the bucket.</summary>
    public string KeyOf(string key) => Prefix.Length == 0 ? key : $"{Prefix}/{key}";

    public override string ToString() => Prefix.Length == 0 ? $"s3://{Bucket}" : $"s3://{Bucket}/{Prefix}";
}
