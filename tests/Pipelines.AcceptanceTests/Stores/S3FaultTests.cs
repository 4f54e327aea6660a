using System.Collections.Concurrent;
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
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, n) => n % 3 == 1 ? Faults[fault] : Fault.None);
        var store = bucket.Store("p", proxy.Url, Impatient);

        var first = await store.PutTextAsync("lease", "1", PutCondition.Absent);
        Assert.NotNull(first);
        Assert.NotNull(await store.PutTextAsync("lease", "2", PutCondition.Version(first)));
        Assert.Null(await store.PutTextAsync("lease", "3", PutCondition.Version(first)));
        Assert.NotNull(await store.PutTextAsync("pack", "bytes", PutCondition.Always));
        Assert.Equal("2", await store.ReadTextAsync("lease"));
        Assert.Equal(["lease", "pack"], await store.KeysAsync());
        await store.DeleteAsync("pack", None);
        Assert.Equal(["lease"], await store.KeysAsync());
    }

    [Fact]
    public async Task AConditionalWriteWhoseAnswerIsLostIsKnownAsOurs()
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(
            bucket.Server.Port, (line, n) => line.StartsWith("PUT", StringComparison.Ordinal) && n % 2 == 1 ? Fault.Lost : Fault.None);
        var store = bucket.Store("p", proxy.Url);

        var first = await store.PutTextAsync("event", "1", PutCondition.Absent);
        Assert.NotNull(first);
        Assert.Null(await store.PutTextAsync("event", "another", PutCondition.Absent));
        Assert.NotNull(await store.PutTextAsync("event", "2", PutCondition.Version(first)));
        Assert.Equal("2", await store.ReadTextAsync("event"));
    }

    [Theory]
    [InlineData(409, "ConditionalRequestConflict")]
    [InlineData(500, "UnknownError")]
    public async Task AConditionalWriteThatLosesARaceAsksAgainUntilTheServerDecides(int status, string code)
    {
        var bucket = await server.BucketAsync();
        var refused = 0;
        await using var proxy = new FaultProxy(bucket.Server.Port, (line, _) =>
            line.Contains("/p/lease", StringComparison.Ordinal) && line.StartsWith("PUT", StringComparison.Ordinal) && refused++ < 9
                ? Fault.Error(status, code)
                : Fault.None);
        var store = bucket.Store("p", proxy.Url);

        Assert.NotNull(await store.PutTextAsync("lease", "1", PutCondition.Absent));
        Assert.Null(await store.PutTextAsync("lease", "2", PutCondition.Absent));
        Assert.True(refused > 9, $"{refused} tries");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADownloadThatBreaksGoesOnWhereItStopped(bool stalls)
    {
        const int size = 9_000_000;
        var bucket = await server.BucketAsync();
        await bucket.Store("p").PutAsync("pack", new PatternStream(size), PutCondition.Always, None);
        await using var proxy =
            new FaultProxy(bucket.Server.Port, (line, n) => new Fault(CutAt: n < 4 ? 2_000_000 : long.MaxValue, Stalls: stalls));
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

        Assert.True(error.Message.Contains("replaced", StringComparison.Ordinal), error.Message);
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
            bucket.Server.Port, (line, _) =>
                line.Contains("partNumber=2", StringComparison.Ordinal) ? Fault.Error(400, "InvalidPart") : Fault.None);

        await Assert.ThrowsAsync<PipelineException>(() =>
            bucket.Store("p", proxy.Url).PutAsync("pack", new PatternStream(20_000_000), PutCondition.Always, None));

        Assert.Empty((await bucket.Client.ListMultipartUploadsAsync(bucket.Name)).MultipartUploads ?? []);
        Assert.Empty(await bucket.Store("p").KeysAsync());
    }

    [Fact]
    public async Task EachWriteSaysItsOptions()
    {
        var bucket = await server.BucketAsync();
        var heads = new ConcurrentQueue<string>();
        await using var proxy = new FaultProxy(bucket.Server.Port, (head, _) =>
        {
            heads.Enqueue(head);
            return Fault.Lie;
        });
        var store =
            bucket.Store("p", proxy.Url,
                "&storage-class=STANDARD_IA&kms-key=alias/releases&tags=team=web,cost=a b&object-lock=governance:30d");

        await store.PutTextAsync("small", "x", PutCondition.Always);
        // the lie is no answer to it
        await Assert.ThrowsAnyAsync<Exception>(() => store.PutAsync("large", new PatternStream(20_000_000), PutCondition.Always, None));

        // The first writes of each object; parts of an upload say nothing more.
        var writes =
            heads.Where(head => head.StartsWith("PUT", StringComparison.Ordinal) || head.StartsWith("POST", StringComparison.Ordinal))
            .Where(head => head.Contains("/small", StringComparison.Ordinal) || head.Contains("?uploads", StringComparison.Ordinal))
                .ToList();
        Assert.Equal(2, writes.Count);
        Assert.All(writes, head => Assert.All(
            (string[])["x-amz-storage-class: STANDARD_IA", "x-amz-server-side-encryption: aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id: alias/releases", "x-amz-tagging: team=web&cost=a%20b",
                "x-amz-object-lock-mode: GOVERNANCE",
                $"x-amz-object-lock-retain-until-date: {DateTimeOffset.UtcNow.AddDays(30):yyyy-MM-dd}"],
            header => Assert.Contains(header, head, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task AConditionalWriteIsOneRequestAfterTheProofOfThree()
    {
        var bucket = await server.BucketAsync();
        var version = await bucket.Store("p").PutTextAsync("lease", "1", PutCondition.Absent);
        var methods = new ConcurrentQueue<string>();
        await using var proxy = new FaultProxy(bucket.Server.Port, (head, _) =>
        {
            methods.Enqueue(head.Split('?', ' ')[0] + (head.Contains(".tmp/", StringComparison.Ordinal) ? " proof" : ""));
            return Fault.None;
        });
        var store = bucket.Store("p", proxy.Url);

        for (var i = 2; i < 5; i++)
        {
            version = await store.PutTextAsync("lease", $"{i}", PutCondition.Version(version!));
        }

        Assert.Equal(["PUT proof", "PUT proof", "PUT proof", "PUT", "PUT", "PUT"], methods);
        Assert.Null(await store.PutTextAsync("lease", "5", PutCondition.Version("0 0")));
        Assert.Equal("4", await store.ReadTextAsync("lease"));
    }

    [Theory]
    [InlineData("If-None-Match")]
    [InlineData("If-Match")]
    public async Task AServerThatIgnoresConditionsIsRefused(string ignored)
    {
        var bucket = await server.BucketAsync();
        await using var proxy =
            new FaultProxy(bucket.Server.Port, (head, _) =>
                head.Contains($"\r\n{ignored}:", StringComparison.OrdinalIgnoreCase) ? Fault.Lie : Fault.None);

        var error =
            await Assert.ThrowsAsync<PipelineException>(() => bucket.Store("p", proxy.Url).PutTextAsync("lease", "1", PutCondition.Absent));

        Assert.Contains("does not enforce conditional writes", error.Message, StringComparison.Ordinal);
        Assert.Empty(await bucket.Store("p").KeysAsync());
    }
}
