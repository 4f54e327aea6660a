using Pipelines.Adapters.Stores.S3;
using Pipelines.Errors;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Stores;

/// <summary>Roles by the platform's OIDC token, against a stand-in for the token's giver and the role's giver.</summary>
public sealed class S3CredentialsTests
{
    private const string Role = "arn:aws:iam::1:role/deploy";
    private const string Answer = """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
        <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>hidden</SecretAccessKey>
        <SessionToken>session</SessionToken><Expiration>2126-01-01T00:00:00Z</Expiration>
        </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
        """;

    [Fact]
    public async Task GitHubsTokenIsAskedForAndGivesTheRole()
    {
        await using var server = Sts();
        var credentials = await S3Credentials.Of(Location(server, $"&role={Role}"), Variables(
            ("ACTIONS_ID_TOKEN_REQUEST_URL", $"{server.Url}/token?x=1"),
            ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "jobs-own")))!.GetCredentialsAsync();

        Assert.Equal(("ASIA1", "hidden", "session"), (credentials.AccessKey, credentials.SecretKey, credentials.Token));
        Assert.StartsWith("GET /token?x=1&audience=sts.amazonaws.com ", server.Requests[0].Head, StringComparison.Ordinal);
        Assert.Equal("Bearer jobs-own", server.Requests[0].Header("Authorization"));
        Assert.Contains("Action=AssumeRoleWithWebIdentity", server.Requests[1].Body, StringComparison.Ordinal);
        Assert.Contains("WebIdentityToken=from-github", server.Requests[1].Body, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString(Role), server.Requests[1].Body, StringComparison.Ordinal);
        Assert.Null(server.Requests[1].Header("Authorization"));
    }

    [Theory]
    [InlineData("", "AWS_ID_TOKEN")]
    [InlineData("&id-token=MY_TOKEN", "MY_TOKEN")]
    public async Task GitLabsTokenStandsInAVariable(string option, string name)
    {
        await using var server = Sts();
        var credentials =
            await S3Credentials.Of(Location(server, option),
                Variables((name, "from-gitlab"), ("AWS_ROLE_ARN", Role)))!.GetCredentialsAsync();

        Assert.Equal("ASIA1", credentials.AccessKey);
        Assert.Contains("WebIdentityToken=from-gitlab", Assert.Single(server.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APodsTokenStandsInAFile()
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory["token"], "from-file");
        await using var server = Sts();
        await S3Credentials.Of(Location(server, ""),
            Variables(("AWS_WEB_IDENTITY_TOKEN_FILE", directory["token"]), ("AWS_ROLE_ARN", Role)))!.GetCredentialsAsync();

        Assert.Contains("WebIdentityToken=from-file", Assert.Single(server.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysGoBeforeARoleThatOnlyTheEnvironmentNames() =>
        Assert.Null(
            S3Credentials.Of(BucketLocationText.Parse("s3://acme/b"),
            Variables(("AWS_ACCESS_KEY_ID", "k"), ("AWS_ID_TOKEN", "t"), ("AWS_ROLE_ARN", Role))));

    [Fact]
    public void WithoutARoleTheDefaultChainAsks() =>
        Assert.Null(S3Credentials.Of(BucketLocationText.Parse("s3://acme/b"), Variables(("AWS_ID_TOKEN", "t"))));

    [Fact]
    public async Task AJobWithoutThePermissionIsToldIt()
    {
        await using var server = LoopbackServer.Http(_ => LoopbackServer.Reply(403));
        var credentials = S3Credentials.Of(Location(server, $"&role={Role}"), Variables(
            ("ACTIONS_ID_TOKEN_REQUEST_URL", $"{server.Url}/token?x=1"), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "jobs-own")))!;
        var error = await Assert.ThrowsAsync<PipelineException>(credentials.GetCredentialsAsync);
        Assert.Contains("id-token: write", error.Message, StringComparison.Ordinal);
    }

    private static LoopbackServer Sts() => LoopbackServer.Http(request => request.Head.StartsWith("GET", StringComparison.Ordinal)
        ? LoopbackServer.Reply(200, """{"value":"from-github"}""")
        : LoopbackServer.Reply(200, Answer, "Content-Type: text/xml"));

    private static BucketLocation Location(LoopbackServer server, string options) =>
        BucketLocationText.Parse($"s3://acme/b?sts-endpoint={server.Url}{options}");

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
