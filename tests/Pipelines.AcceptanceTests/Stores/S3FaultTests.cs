using System.Globalization;
using System.Text;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Errors;
using Pipelines.Stores;
using Pipelines.Tests.Stores;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>What goes wrong between a store and its server: a try that succeeds, or one clear error.</summary>
[Trait("needs", "ceph")]
public sealed class S3FaultTests(S3Server server)
{
    private const string Impatient = "&timeout=500ms";
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Passing => [.. Faults.Keys];

    private static Dictionary<string, Fault> Faults { get; } = new()
    {
        ["500"] = Fault.Error(500, "InternalError"),
        ["503"] = Fault.Error(503, "ServiceUnavailable"),
        ["SlowDown"] = Fault.Error(503, "SlowDown"),
        ["reset"] = new(CutAt: 0),
        ["half a head"] = new(CutAt: 40),
        ["silence"] = Fault.Silent,
        ["late"] = new(Delay: TimeSpan.FromMilliseconds(200)),
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task WhatPassesIsTriedAgain(string fault)
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, n) => n % 2 == 1 ? Faults[fault] : Fault.None);
        var store = bucket.Store("p", proxy.Url, Impatient);

        var first = await PutAsync(store, "lease", "1", PutCondition.Absent);
        Assert.NotNull(first);
        Assert.NotNull(await PutAsync(store, "lease", "2", PutCondition.Version(first)));
        Assert.Null(await PutAsync(store, "lease", "3", PutCondition.Version(first)));
        Assert.NotNull(await PutAsync(store, "pack", "bytes", PutCondition.Always));
        Assert.Equal("2", await ReadAsync(store, "lease"));
        Assert.Equal(["lease", "pack"], await ListAsync(store));
        await store.DeleteAsync("pack", None);
        Assert.Equal(["lease"], await ListAsync(store));
    }

    [Fact]
    public async Task AConditionalWriteWhoseAnswerIsLostIsKnownAsOurs()
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(
            bucket.Server.Port, (line, n) => line.StartsWith("PUT", StringComparison.Ordinal) && n % 2 == 1 ? Fault.Lost : Fault.None);
        var store = bucket.Store("p", proxy.Url);

        var first = await PutAsync(store, "event", "1", PutCondition.Absent);
        Assert.NotNull(first);
        Assert.Null(await PutAsync(store, "event", "another", PutCondition.Absent));
        Assert.NotNull(await PutAsync(store, "event", "2", PutCondition.Version(first)));
        Assert.Equal("2", await ReadAsync(store, "event"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADownloadThatBreaksGoesOnWhereItStopped(bool stalls)
    {
        const int size = 9_000_000;
        var bucket = await server.BucketAsync();
        await bucket.Store("p").PutAsync("pack", new PatternStream(size), PutCondition.Always, None);
        await using var proxy = new FaultProxy(bucket.Server.Port, (line, n) => new Fault(CutAt: n < 4 ? 2_000_000 : long.MaxValue, Stalls: stalls));
        await using var stored = await bucket.Store("p", proxy.Url, Impatient).OpenAsync("pack", null, None);

        var bytes = new byte[size];
        await stored!.Content.ReadExactlyAsync(bytes, None);

        Assert.All(Enumerable.Range(0, size / 1000).Select(i => i * 1000), i => Assert.Equal((byte)(i % 251), bytes[i]));
        Assert.Equal(0, await stored.Content.ReadAsync(new byte[1], None));
        Assert.Equal(4, proxy.Requests);
    }

    [Fact]
    public async Task ADownloadDoesNotGoOnInAnotherVersion()
    {
        const int size = 9_000_000;
        var bucket = await server.BucketAsync();
        await bucket.Store("p").PutAsync("pack", new PatternStream(size), PutCondition.Always, None);
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, n) => n == 1 ? new Fault(CutAt: 2_000_000) : Fault.None);
        await using var stored = await bucket.Store("p", proxy.Url).OpenAsync("pack", null, None);
        await bucket.Store("p").PutAsync("pack", new PatternStream(size - 1), PutCondition.Always, None);

        var error = await Assert.ThrowsAsync<PipelineException>(() => stored!.Content.ReadExactlyAsync(new byte[size], None).AsTask());

        Assert.Contains("replaced", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUploadInPartsSurvivesFaultsAndLeavesNoParts()
    {
        const int size = 20_000_000;
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, n) => n % 3 == 0 ? Fault.Lost : Fault.None);

        await bucket.Store("p", proxy.Url).PutAsync("pack", new PatternStream(size), PutCondition.Always, None);

        await using var stored = await bucket.Store("p").OpenAsync("pack", new ByteRange(size - 1, 1), None);
        Assert.Equal((size - 1) % 251, stored!.Content.ReadByte());
        Assert.Empty((await bucket.Client.ListMultipartUploadsAsync(bucket.Name)).MultipartUploads ?? []);
    }

    [Fact]
    public async Task AnUploadInPartsThatFailsLeavesNoParts()
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(
            bucket.Server.Port, (line, _) => line.Contains("partNumber=2", StringComparison.Ordinal) ? Fault.Error(400, "InvalidPart") : Fault.None);

        await Assert.ThrowsAsync<PipelineException>(() => bucket.Store("p", proxy.Url).PutAsync("pack", new PatternStream(20_000_000), PutCondition.Always, None));

        Assert.Empty((await bucket.Client.ListMultipartUploadsAsync(bucket.Name)).MultipartUploads ?? []);
        Assert.Empty(await ListAsync(bucket.Store("p")));
    }

    [Theory]
    [InlineData("If-None-Match")]
    [InlineData("If-Match")]
    public async Task AServerThatIgnoresConditionsIsRefused(string ignored)
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (head, _) => head.Contains($"\r\n{ignored}:", StringComparison.OrdinalIgnoreCase) ? Fault.Lie : Fault.None);

        var error = await Assert.ThrowsAsync<PipelineException>(() => PutAsync(bucket.Store("p", proxy.Url), "lease", "1", PutCondition.Absent));

        Assert.Contains("does not check the conditions of a write", error.Message, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(bucket.Store("p")));
    }

    /// <summary>A fault that stays.</summary>
    [Theory]
    [InlineData("403", "AccessDenied", "access is denied")]
    [InlineData("400", "ExpiredToken", "the credentials have expired")]
    [InlineData("403", "RequestTimeTooSkewed", "clock differs")]
    [InlineData("301", "PermanentRedirect", "the bucket is in another region")]
    [InlineData("403", "QuotaExceeded", "the store is full")]
    [InlineData("501", "NotImplemented", "501 NotImplemented")]
    public async Task WhatStaysIsOneClearError(string status, string code, string expected)
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, _) => Fault.Error(int.Parse(status, CultureInfo.InvariantCulture), code));
        var store = bucket.Store("p", proxy.Url, Impatient);

        await FailsAsync(() => PutAsync(store, "k", "x", PutCondition.Always), "cannot write k", expected);
        await FailsAsync(() => store.OpenAsync("k", null, None), "cannot read k", code == "RequestTimeTooSkewed" ? "clock differs" : "");
        await FailsAsync(() => ListAsync(store), "cannot list", "");
        await FailsAsync(() => store.DeleteAsync("k", None), "cannot delete k", "");
    }

    [Fact]
    public async Task AServerThatStaysBusyIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, _) => Fault.Error(503, "SlowDown"));
        await FailsAsync(() => PutAsync(bucket.Store("p", proxy.Url), "k", "x", PutCondition.Always), "cannot write k", "503 SlowDown, also after retries");
    }

    [Fact]
    public async Task AServerThatStaysSilentIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, _) => Fault.Silent);
        await FailsAsync(() => bucket.Store("p", proxy.Url, Impatient).OpenAsync("k", null, None), "cannot read k", "did not answer in 0.5 s");
    }

    [Fact]
    public async Task AServerThatIsNotThereIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        var nowhere = $"http://127.0.0.1:{Ports.Free()}";
        await FailsAsync(() => bucket.Store("p", nowhere).OpenAsync("k", null, None), "cannot read k", $"the connection to the server at {nowhere} failed");
    }

    [Fact]
    public async Task AMissingBucketIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        await bucket.Client.DeleteBucketAsync(bucket.Name);
        var store = bucket.Store("p");
        await FailsAsync(() => PutAsync(store, "k", "x", PutCondition.Absent), "cannot write k", "there is no bucket");
        await FailsAsync(() => store.OpenAsync("k", null, None), "cannot read k", "there is no bucket");
        await FailsAsync(() => ListAsync(store), "cannot list", "there is no bucket");
    }

    [Fact]
    public async Task WrongCredentialsAreOneClearError()
    {
        var bucket = await server.BucketAsync();
        await FailsAsync(() => bucket.As(S3Server.Owner, "wrong").Store("p").OpenAsync("k", null, None), "cannot read k", "the credentials are wrong (SignatureDoesNotMatch)");
        await FailsAsync(() => bucket.As("nobody", "wrong").Store("p").OpenAsync("k", null, None), "cannot read k", "the credentials are wrong (InvalidAccessKeyId)");
    }

    [Fact]
    public async Task AFullStoreIsOneClearError()
    {
        var bucket = await server.BucketAsync();
        await bucket.Server.AdminAsync("quota", "set", "--quota-scope=bucket", $"--uid={S3Server.Owner}", $"--bucket={bucket.Name}", "--max-objects=1");
        await bucket.Server.AdminAsync("quota", "enable", "--quota-scope=bucket", $"--uid={S3Server.Owner}", $"--bucket={bucket.Name}");
        var store = bucket.Store("p");
        await PutAsync(store, "one", "x", PutCondition.Always);
        await FailsAsync(() => PutAsync(store, "two", "x", PutCondition.Always), "cannot write two", "the store is full");
    }

    private static async Task FailsAsync(Func<Task> act, params IEnumerable<string> says)
    {
        var error = await Assert.ThrowsAsync<PipelineException>(act);
        Assert.All(says, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        Assert.Single(error.Problems);
        Assert.NotNull(error.Problems[0].Hint);
    }

    private static async Task<string?> PutAsync(IStore store, string key, string text, PutCondition condition)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await store.PutAsync(key, content, condition, None);
    }

    private static async Task<string> ReadAsync(IStore store, string key)
    {
        await using var stored = await store.OpenAsync(key, null, None);
        using var reader = new StreamReader(stored!.Content);
        return await reader.ReadToEndAsync(None);
    }

    private static async Task<List<string>> ListAsync(IStore store) => await store.ListAsync("", None).ToListAsync();
}
