using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>What stays wrong between a store and its server: one clear error each.</summary>
[Trait("needs", "ceph")]
public sealed class S3RefusalTests(S3Server server)
{
    private const string Impatient = "&timeout=500ms";
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("403", "AccessDenied", "access is denied")]
    [InlineData("403", "InvalidAccessKeyId", "the credentials are wrong (InvalidAccessKeyId)")]
    [InlineData("403", "SignatureDoesNotMatch", "the credentials are wrong (SignatureDoesNotMatch)")]
    [InlineData("400", "ExpiredToken", "the credentials have expired")]
    [InlineData("403", "RequestTimeTooSkewed", "clock differs")]
    [InlineData("301", "PermanentRedirect", "the bucket is in another region")]
    [InlineData("403", "QuotaExceeded", "the store is full")]
    [InlineData("501", "NotImplemented", "501 NotImplemented")]
    public async Task WhatStaysIsOneClearError(string status, string code, string expected)
    {
        var bucket = await server.BucketAsync();
        await using var proxy =
            new FaultProxy(bucket.Server.Port, (_, _) => Fault.Error(int.Parse(status, CultureInfo.InvariantCulture), code));
        var store = bucket.Store("p", proxy.Url, Impatient);

        await FailsAsync(() => store.PutTextAsync("k", "x", PutCondition.Always), "cannot write k", expected);
        await FailsAsync(() => store.OpenAsync("k", null, None), "cannot read k", code == "RequestTimeTooSkewed" ? "clock differs" : "");
        await FailsAsync(() => store.KeysAsync(), "cannot list", "");
        await FailsAsync(() => store.DeleteAsync("k", None), "cannot delete k", "");
    }

    [Fact]
    public async Task AServerThatStaysBusyIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, _) => Fault.Error(503, "SlowDown"));
        await FailsAsync(() =>
            bucket.Store("p", proxy.Url).PutTextAsync("k", "x", PutCondition.Always), "cannot write k", "503 SlowDown, even after retries");
    }

    [Fact]
    public async Task AServerThatStaysSilentIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, _) => Fault.Silent);
        await FailsAsync(() =>
            bucket.Store("p", proxy.Url, Impatient).OpenAsync("k", null, None), "cannot read k", "did not respond within 0.5 s");
    }

    [Fact]
    public async Task AServerThatIsNotThereIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        var nowhere = $"http://127.0.0.1:{Ports.Free()}";
        await FailsAsync(() =>
            bucket.Store("p", nowhere).OpenAsync("k", null, None), "cannot read k", $"the connection to the server at {nowhere} failed");
    }

    [Fact]
    public async Task AMissingBucketIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        await bucket.Client.DeleteBucketAsync(bucket.Name);
        var store = bucket.Store("p");
        await FailsAsync(() => store.PutTextAsync("k", "x", PutCondition.Absent), "cannot write k", "there is no bucket");
        await FailsAsync(() => store.OpenAsync("k", null, None), "cannot read k", "there is no bucket");
        await FailsAsync(() => store.KeysAsync(), "cannot list", "there is no bucket");
    }

    [Fact]
    public async Task WrongCredentialsAreOneClearError()
    {
        var bucket = await server.BucketAsync();
        await FailsAsync(() =>
            bucket.As(S3Server.Owner, "wrong").Store("p").OpenAsync("k", null, None), "cannot read k", "access is denied", "credentials");
        await FailsAsync(() =>
            bucket.As("nobody", "wrong").Store("p").OpenAsync("k", null, None), "cannot read k", "access is denied", "credentials");
    }

    [Fact]
    public async Task AFullStoreIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        await bucket.Server.AdminAsync("quota", "set", "--quota-scope=bucket", $"--uid={S3Server.Owner}", $"--bucket={bucket.Name}",
            "--max-objects=1");
        await bucket.Server.AdminAsync("quota", "enable", "--quota-scope=bucket", $"--uid={S3Server.Owner}", $"--bucket={bucket.Name}");
        var store = bucket.Store("p");
        await store.PutTextAsync("one", "x", PutCondition.Always);
        await FailsAsync(() => store.PutTextAsync("two", "x", PutCondition.Always), "cannot write two", "the store is full");
    }

    private static async Task FailsAsync(Func<Task> act, params IEnumerable<string> says)
    {
        var error = await Assert.ThrowsAsync<PipelineException>(act);
        Assert.All(says, text => Assert.True(error.Message.Contains(text, StringComparison.Ordinal), error.Message));
        Assert.Single(error.Problems);
        Assert.NotNull(error.Problems[0].Hint);
    }
}
