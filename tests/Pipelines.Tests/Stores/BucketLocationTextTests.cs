using Pipelines.Adapters.Stores.S3;
using Pipelines.Errors;

namespace Pipelines.Tests.Stores;

public sealed class BucketLocationTextTests
{
    [Theory]
    [InlineData("s3://acme", "acme", "")]
    [InlineData("s3://acme/", "acme", "")]
    [InlineData("s3://acme/team/backend", "acme", "team/backend")]
    [InlineData("s3://acme/team/backend/?region=eu-central-1", "acme", "team/backend")]
    [InlineData("s3://acme.releases-1/a b", "acme.releases-1", "a b")]
    public void ABucketAndAPrefixAreRead(string text, string bucket, string prefix)
    {
        var location = BucketLocationText.Parse(text);
        Assert.Equal((bucket, prefix), (location.Bucket, location.Prefix));
    }

    [Fact]
    public void EveryOptionIsRead()
    {
        var location = BucketLocationText.Parse(
            "s3://acme/b?region=eu-central-1&endpoint=https%3A%2F%2Fs3.example.com&path-style=false&profile=ci&role=arn:aws:iam::1:role/x&id-token=MY_TOKEN"
            + "&sts-endpoint=http://127.0.0.1:1&storage-class=STANDARD_IA&kms-key=alias/x&tags=team=web,cost=a%3Db&timeout=90s&object-lock=compliance:30d");
        Assert.Equal("eu-central-1", location.Region);
        Assert.Equal(new Uri("https://s3.example.com/"), location.Endpoint);
        Assert.False(location.PathStyle);
        Assert.Equal("ci", location.Profile);
        Assert.Equal("arn:aws:iam::1:role/x", location.Role);
        Assert.Equal("MY_TOKEN", location.IdToken);
        Assert.Equal(new Uri("http://127.0.0.1:1/"), location.StsEndpoint);
        Assert.Equal("STANDARD_IA", location.StorageClass);
        Assert.Equal("alias/x", location.KmsKey);
        Assert.Equal([new("team", "web"), new("cost", "a=b")], location.Tags);
        Assert.Equal(TimeSpan.FromSeconds(90), location.Timeout);
        Assert.Equal(new ObjectLock(true, TimeSpan.FromDays(30)), location.ObjectLock);
    }

    [Theory]
    [InlineData("s3://", "is not a valid bucket name")]
    [InlineData("s3:///b", "is not a valid bucket name")]
    [InlineData("s3://Acme/b", "is not a valid bucket name")]
    [InlineData("s3://user:word@acme/b", "the address has credentials in it.")]
    [InlineData("s3://acme/../other", "has a \"..\" segment")]
    [InlineData("s3://acme/a//b", "has an empty segment")]
    [InlineData("s3://acme//b", "is not a valid prefix")]
    [InlineData("s3://acme/b?regoin=x", "Did you mean region?")]
    [InlineData("s3://acme/b?region=", "is not a valid region")]
    [InlineData("s3://acme/b?region=a&region=b", "\"region\" is given more than once.")]
    [InlineData("s3://acme/b?region=a&timeout=1s&region=a", "\"region\" is given more than once.")]
    [InlineData("s3://acme/b?timeout=1s&timeout=2s", "\"timeout\" is given more than once.")]
    [InlineData("s3://acme/a\\b", "is not a valid prefix: it has a control character or a backslash.")]
    [InlineData("s3://acme/b?region", "is not a valid region")]
    [InlineData("s3://acme/b?endpoint=s3.example.com", "an address such as")]
    [InlineData("s3://acme/b?endpoint=https://user:word@s3.example.com", "the address of endpoint has credentials in it.")]
    [InlineData("s3://acme/b?endpoint=ftp://s3.example.com", "an address such as")]
    [InlineData("s3://acme/b?path-style=yes", "true or false")]
    [InlineData("s3://acme/b?role=deployer", "the ARN of a role")]
    [InlineData("s3://acme/b?tags=team", "NAME=VALUE")]
    [InlineData("s3://acme/b?tags=a=1,a=2", "NAME=VALUE")]
    [InlineData("s3://acme/b?timeout=0s", "is not a valid timeout")]
    [InlineData("s3://acme/b?object-lock=30d", "is not a valid object-lock")]
    [InlineData("s3://acme/b?object-lock=governance:0s", "Expected governance:TIME")]
    [InlineData("s3://acme/b?storage-class=A%0d%0aX-Evil:%201", "is not a valid storage-class")]
    [InlineData("s3://acme/b?kms-key=A%0d%0aX-Evil:%201", "is not a valid kms-key")]
    public void WhatIsWrongIsTold(string text, string expected)
    {
        var error = Assert.Throws<PipelineException>(() => BucketLocationText.Parse(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
    }

    [Fact]
    public void AllThatIsWrongIsToldAtOnce() =>
        Assert.Equal(3, Assert.Throws<PipelineException>(() => BucketLocationText.Parse("s3://A/../b?x=1")).Problems.Count);

    [Fact]
    public void APrefixLeavesRoomForKeys() =>
        Assert.Throws<PipelineException>(() => BucketLocationText.Parse($"s3://acme/{new string('p', 128)}/{new string('p', 128)}"));

    [Fact]
    public void ALocationSaysNothingButWhereItIs() =>
        Assert.Equal("s3://acme/b", BucketLocationText.Parse("s3://acme/b?role=arn:aws:iam::1:role/x").ToString());
}
