using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>A role's credentials for an hour, renewed five minutes before they expire.</summary>
internal sealed class RoleCredentials : RefreshingAWSCredentials
{
    private const string Session = "pipelines";

    private readonly string _role;
    private readonly Lazy<AmazonSecurityTokenServiceClient> _client;
    private readonly Func<Task<string>>? _token;

    /// <param name="role">ARN of the role.</param>
    /// <param name="client">The service that issues credentials.</param>
    /// <param name="token">Returns a new OIDC token each time; null if the client's own credentials can assume the role.</param>
    public RoleCredentials(string role, Func<AmazonSecurityTokenServiceClient> client, Func<Task<string>>? token)
    {
        (_role, _client, _token) = (role, new(client), token);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var credentials = _token is null
            ? (await _client.Value.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = _role, RoleSessionName = Session })).Credentials
            : (await _client.Value.AssumeRoleWithWebIdentityAsync(
                new AssumeRoleWithWebIdentityRequest { RoleArn = _role, RoleSessionName = Session,
                    WebIdentityToken = await _token() })).Credentials;
        return new CredentialsRefreshState(
            new ImmutableCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken),
            credentials.Expiration ?? DateTime.UtcNow + TimeSpan.FromHours(1));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        base.Dispose(disposing);
    }
}
