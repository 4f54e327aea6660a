using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Pipelines.Errors;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>
/// Credentials for the bucket. A role is assumed with the platform's OIDC token if there is one, so that no key has to be stored.
/// </summary>
internal static class S3Credentials
{
    /// <summary>The credentials, whichever way they are found.</summary>
    public static AWSCredentials Resolve(BucketLocation location, Func<string, string?> variable) =>
        Of(location, variable) ?? Source(location);

    /// <summary>Self-renewing credentials; null for the default chain only: environment, profile, container, instance.</summary>
    // For profiles and web identities that assume a role, the SDK creates this client by reflection: what it may register instead is not
    // told
    // whose credentials to use.
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(AmazonSecurityTokenServiceClient))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(AmazonSecurityTokenServiceConfig))]
    public static AWSCredentials? Of(BucketLocation location, Func<string, string?> variable)
    {
        var token = IdToken.Of(location, variable);
        var implied = token is not null && string.IsNullOrEmpty(variable("AWS_ACCESS_KEY_ID")) ? variable("AWS_ROLE_ARN") : null;
        if ((location.Role ?? implied) is not { Length: > 0 } role)
        {
            return null;
        }

        return new RoleCredentials(
            role, () =>
                new AmazonSecurityTokenServiceClient(token is null
                    ? Source(location) : new AnonymousAWSCredentials(), StsConfig(location)), token);
    }

    private static AWSCredentials Source(BucketLocation location) => location.Profile switch
    {
        null => DefaultAWSCredentialsIdentityResolver.GetCredentials(),
        var profile when new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var found) => found,
        var profile => throw PipelineException.BadInput("store", $"the AWS configuration has no profile \"{profile}\" with credentials."),
    };

    private static AmazonSecurityTokenServiceConfig StsConfig(BucketLocation location)
    {
        var config = new AmazonSecurityTokenServiceConfig { Timeout = location.Timeout, RetryMode = RequestRetryMode.Standard };
        if (location.StsEndpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = location.Region ?? "us-east-1";
        }
        else if (location.Region is { } region)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }
}
