using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>Every way to a role, by the program as it is shipped: the AWS SDK creates some of its classes by name, which a native program
/// may not have.</summary>
public sealed class S3RoleTests
{
    private const string Role = "arn:aws:iam::1:role/deploy";

    [Theory]
    [InlineData("a token's file", "AWS_WEB_IDENTITY_TOKEN_FILE={0}/token AWS_ROLE_ARN=" + Role, "", "", "AssumeRoleWithWebIdentity")]
    [InlineData("a token's file in a profile", "AWS_CONFIG_FILE={0}/aws", "&profile=deployer", "web_identity_token_file = {0}/token",
        "AssumeRoleWithWebIdentity")]
    [InlineData("a token's file in the default profile", "AWS_CONFIG_FILE={0}/aws AWS_PROFILE=deployer", "",
        "web_identity_token_file = {0}/token", "AssumeRoleWithWebIdentity")]
    [InlineData("another profile's keys", "AWS_CONFIG_FILE={0}/aws", "&profile=deployer", "source_profile = caller", "AssumeRole")]
    [InlineData("another profile's keys, by default", "AWS_CONFIG_FILE={0}/aws AWS_PROFILE=deployer", "", "source_profile = caller",
        "AssumeRole")]
    [InlineData("the keys of the environment", "AWS_ACCESS_KEY_ID=AKIA1 AWS_SECRET_ACCESS_KEY=hidden", $"&role={Role}", "", "AssumeRole")]
    public async Task TheRolesKeysSignTheRequests(string way, string environment, string options, string profile, string action)
    {
        await using var server = LoopbackServer.Http(request => request.Body.Contains("Action=AssumeRole", StringComparison.Ordinal)
            ? LoopbackServer.Reply(200, Given(action), "Content-Type: text/xml", "Connection: close")
            : LoopbackServer.Reply(404, "<Error><Code>NoSuchBucket</Code></Error>", "Connection: close"));
        using var site = new Site(Configs.Restart(top: $"store: \"s3://acme/team?endpoint={server.Url}&region=us-east-1{options}\""));
        await File.WriteAllTextAsync(site["token"], "from-file");
        await File.WriteAllTextAsync(site["aws"], Filled($"""
            [profile deployer]
            role_arn = {Role}
            role_session_name = test
            region = us-east-1
            {profile}
            [profile caller]
            aws_access_key_id = AKIA1
            aws_secret_access_key = hidden
            """));
        site.Variables =
        [
            .. Filled(environment).Split(' ').Select(pair => (pair.Split('=')[0], pair.Split('=')[1])),
            ("AWS_ENDPOINT_URL_STS", server.Url), ("AWS_EC2_METADATA_DISABLED", "true"),
        ];

        var ended = (await site.RunAsync("history")).Ends(1);

        Assert.True(server.Requests.Any(request => request.Body.Contains($"Action={action}&", StringComparison.Ordinal)),
            $"{way}: no {action}:\n{ended.All}");
        Assert.Contains(server.Requests, request =>
            request.Header("Authorization")?.Contains("Credential=ASIA1/", StringComparison.Ordinal) == true);

        string Filled(string text) => text.Replace("{0}", site.Path, StringComparison.Ordinal);
    }

    private static string Given(string action) => $"""
        <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials>
        <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>hidden</SecretAccessKey>
        <SessionToken>session</SessionToken><Expiration>2126-01-01T00:00:00Z</Expiration>
        </Credentials></{action}Result></{action}Response>
        """;
}
