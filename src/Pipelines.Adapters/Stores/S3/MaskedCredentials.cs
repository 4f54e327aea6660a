using Amazon.Runtime;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>Credentials whose secret parts are masked before the first request uses them: a server may echo them.</summary>
/// <param name="inner">Resolves the credentials, and renews them.</param>
/// <param name="mask">Masks a value.</param>
internal sealed class MaskedCredentials(Lazy<AWSCredentials> inner, Action<Secret> mask) : AWSCredentials
{
    private readonly Lock _gate = new();
    private ImmutableCredentials? _masked;

    public override ImmutableCredentials GetCredentials() => Masked(inner.Value.GetCredentials());

    public override async Task<ImmutableCredentials> GetCredentialsAsync() => Masked(await inner.Value.GetCredentialsAsync());

    private ImmutableCredentials Masked(ImmutableCredentials credentials)
    {
        lock (_gate)
        {
            if (credentials is not null && (credentials.SecretKey, credentials.Token) != (_masked?.SecretKey, _masked?.Token))
            {
                foreach (var value in new[] { credentials.SecretKey, credentials.Token }.Where(value => !string.IsNullOrEmpty(value)))
                {
                    mask(new Secret(value));
                }

                _masked = credentials;
            }
        }

        return credentials!;
    }
}
