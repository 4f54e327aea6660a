using Amazon.Runtime;
using Amazon.S3;
using Pipelines.Adapters.Stores.S3;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>A bucket of the test's own server, and who may do what in it.</summary>
/// <param name="server">The server.</param>
/// <param name="name">Name of the bucket.</param>
/// <param name="user">Access key of who asks.</param>
/// <param name="secret">Its secret key.</param>
internal sealed class Bucket(CephServer server, string name, string user, string secret)
{
    public string Name => name;

    public CephServer Server => server;

    /// <summary>A client without any of the product's care.</summary>
    public AmazonS3Client Client { get; } = new(new BasicAWSCredentials(user, secret), new AmazonS3Config
    {
        ServiceURL = server.Url.ToString(),
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    /// <summary>What a command needs to come here.</summary>
    public (string Name, string Value)[] Variables =>
        [("AWS_ACCESS_KEY_ID", user), ("AWS_SECRET_ACCESS_KEY", secret), ("AWS_EC2_METADATA_DISABLED", "true")];

    /// <summary>The same bucket, as another user.</summary>
    public Bucket As(string other, string itsSecret) => new(server, name, other, itsSecret);

    /// <summary>As in a configuration file.</summary>
    /// <param name="prefix">Prefix in the bucket.</param>
    /// <param name="endpoint">Another address than the server's, such as a proxy's; null for the server's.</param>
    /// <param name="options">More options.</param>
    public string Address(string prefix, string? endpoint = null, string options = "") =>
        $"s3://{name}/{prefix}?endpoint={endpoint ?? server.Url.ToString().TrimEnd('/')}{options}";

    public S3Store Store(string prefix, string? endpoint = null, string options = "&timeout=10s") => new(
        new S3Connection(BucketLocationText.Parse(Address(prefix, endpoint, options)), _ =>
            null, new BasicAWSCredentials(user, secret), retries: 3), TimeProvider.System);
}
