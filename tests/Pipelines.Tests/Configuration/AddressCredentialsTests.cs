using Pipelines.Adapters.Stores.S3;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.Tests.Configuration;

/// <summary>Credentials in an address are an error, wherever an address stands, and are not repeated in the message.</summary>
public sealed class AddressCredentialsTests
{
    [Theory]
    [InlineData("http://user:s3cret@h/x", "http://***@h/x")]
    [InlineData("https://s3cret@h", "https://***@h")]
    [InlineData("s3://AKIA:abc/de+f@bucket/p", "s3://***@bucket/p")]
    [InlineData("http://user:pa/ss@h:80/", "http://***@h:80/")]
    [InlineData("http://user:pa@ss@h/", "http://***@h/")]
    [InlineData("s3:/user:word@acme/b", "s3:/***@acme/b")]
    [InlineData("http://h/@x", null)]
    [InlineData("http://h:80/a@b", null)]
    [InlineData("http://h:{port}/a@b", null)]
    [InlineData("http://h?x=a@b", null)]
    [InlineData("s3://bucket/team@x?region=a", null)]
    [InlineData("file:/var/a@b", null)]
    [InlineData("file:a@b", null)]
    [InlineData("file:/a@b", null)]
    [InlineData("a@b", null)]
    public void AreFoundAndTakenOut(string address, string? without)
    {
        Assert.Equal(without is not null, AddressCredentials.AreIn(address));
        Assert.Equal(without ?? address, AddressCredentials.Without(address));
    }

    [Theory]
    [InlineData("health: [{ http: \"http://ann:s3cret@h/health\" }]", "basic-auth: { user: NAME, password: env:VARIABLE }")]
    [InlineData("deploy: { port: 1 }\nhealth: [{ http: \"http://s3cret@h:{port}/\" }]", "`headers`")]
    [InlineData("health: [{ tcp: h:1, headers: { A: b } }]", "is only for http")]
    [InlineData("health: [{ http: \"http://h/\", headers: { \"a b\": s3cret } }]", "\"a b\" is not a valid header name.")]
    [InlineData("health: [{ http: \"http://h/\", headers: { Content-Length: 5 } }]",
        "\"Content-Length\" cannot be set, because the HTTP client sets it.")]
    [InlineData("health: [{ http: \"http://h/\", basic-auth: { user: ann, password: s3cret } }]",
        "expected a reference to a secret: env:NAME or file:PATH")]
    [InlineData("health: [{ http: \"http://h/\", basic-auth: { user: ann } }]", "password: is missing")]
    [InlineData("health: [{ postgres: \"postgres://ann:s3cret@h/d\" }]", "The value is not shown")]
    [InlineData("notify: [{ discord: \"https://discord.test/api/webhooks/1/s3cret\" }]", "The value is not shown")]
    [InlineData("url: https://ann:s3cret@h/", "the address has credentials in it.")]
    public void InTheFileTheyAreAnErrorWithTheHint(string environment, string hint)
    {
        var problem = Assert.Single(Yaml.Problems(Yaml.Environment(environment)));
        Assert.Contains(hint, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://AKIA:s3cret@acme/b?region=x")]
    [InlineData("s3://AKIA:s3/s3cret@acme/b")]
    [InlineData("s3://acme/b?endpoint=https://ann:s3cret@s3.test")]
    [InlineData("s3://acme/b?sts-endpoint=https%3A%2F%2Fann%3As3cret%40s3.test")]
    public void OfABucketTheyAreAnErrorThatNamesTheWayToGiveThem(string address)
    {
        var failure = Assert.Throws<PipelineException>(() => BucketLocationText.Parse(address));
        Assert.Contains("credentials in it. Remove them. Use AWS_ACCESS_KEY_ID", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }
}
