using System.IO.Compression;
using System.Text;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Stores;
using Pipelines.Tests.Engine;
using Pipelines.Tests.Fakes;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Tests.History;

/// <summary>Pages save requests, and say nothing that the log does not.</summary>
public sealed class LogPagesTests
{
    private const string FirstPage = "app/pages/production/0000000001-0000000016.json.gz";
    private const string SecondPage = "app/pages/production/0000000017-0000000032.json.gz";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly CountingStore _store;
    private readonly InMemoryStore _inner = new();

    public LogPagesTests() => _store = new CountingStore(_inner);

    [Theory]
    [InlineData(10, 1 + 1 + 10)]
    [InlineData(15, 1 + 1 + 15)]
    [InlineData(16, 1 + 1 + 1 + 1)]
    [InlineData(256, 1 + 1 + 1 + 1)]
    [InlineData(1000, 1 + 1 + 3 + 14 + 9)]
    public async Task ALogIsReadByItsPagesAndWhatFollowsThem(int events, int requests)
    {
        await AppendAsync(events);
        _store.TakeRequests();
        var log = Log();

        Assert.Equal(events, (await log.ReadAsync(None)).Count);
        Assert.Equal(requests, _store.TakeRequests().Count);

        await log.ReadAsync(None);
        Assert.Equal(["LIST app/events/production/"], _store.TakeRequests());
    }

    [Fact]
    public async Task OwnEventsAreNotReadAgain()
    {
        await AppendAsync(70);
        var log = Log();
        await log.ReadAsync(None);
        _store.TakeRequests();

        var appended = await log.AppendAsync("D", new RetreatStarted(), guard: null, None);

        Assert.Equal(71, (await log.ReadUpToAsync(appended, None)).Count);
        Assert.Equal([$"PUT {Entry(71)}"], _store.TakeRequests());
    }

    [Fact]
    public async Task ALogThatKnowsLessReadsOn()
    {
        await AppendAsync(3);
        var log = Log();
        await log.ReadAsync(None);
        var appended = await Log().AppendAsync("D", new RetreatStarted(), guard: null, None);

        Assert.Equal(4, (await log.ReadUpToAsync(appended, None)).Count);
    }

    [Fact]
    public async Task WhoMeetsATakenNumberReadsOnceAndTakesTheNext()
    {
        await AppendAsync(5);
        var log = Log();
        await log.ReadAsync(None);
        await AppendAsync(1);
        _store.TakeRequests();

        Assert.Equal(7, (await log.AppendAsync("D", new RetreatStarted(), guard: null, None)).Sequence);
        Assert.Equal([$"PUT {Entry(6)}", "LIST app/events/production/", $"GET {Entry(6)}", $"PUT {Entry(7)}"], _store.TakeRequests());
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("empty")]
    [InlineData("not compressed")]
    [InlineData("cut")]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("null entries")]
    [InlineData("too short")]
    [InlineData("too large")]
    [InlineData("another page")]
    [InlineData("changed")]
    [InlineData("forged")]
    public async Task APageThatIsNotTheLogIsNoHarmAndIsReplacedByWhoAppends(string damage)
    {
        await AppendAsync(130);
        var calm = await Log().ReadAsync(None);
        var page = await BytesAsync(FirstPage);
        await DamageAsync(damage, page);

        Assert.Equal(calm, await Log().ReadAsync(None));
        Assert.Equal(damage == "removed" ? [] : [FirstPage], (await Log().VerifyAsync(None)).WrongPages);

        await AppendAsync(1);
        Assert.Equal(page, await BytesAsync(FirstPage));
        Assert.Empty((await Log().VerifyAsync(None)).WrongPages);
        _store.TakeRequests();
        Assert.Equal(131, (await Log().ReadAsync(None)).Count);
        Assert.Equal(2 + 8 + 4, _store.TakeRequests().Count);
    }

    [Fact]
    public async Task AForgedLastPageIsFoundOutByTheEntryItLeadsTo()
    {
        await AppendAsync(16);
        await PutAsync(FirstPage, await ForgedAsync());

        Assert.All(await Log().ReadAsync(None), logged => Assert.Equal("D", logged.Deployment));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(64, false)]
    [InlineData(127, false)]
    [InlineData(128, true)]
    [InlineData(129, true)]
    public async Task AMissingEntryIsToldByVerifyAlsoUnderAPage(int missing, bool isRead)
    {
        await AppendAsync(130);
        await _store.DeleteAsync(Entry(missing), None);

        Assert.Contains($"entry {missing} ", (await Assert.ThrowsAsync<PipelineException>(() => Log().VerifyAsync(None))).Message,
            StringComparison.Ordinal);
        if (isRead)
        {
            await Assert.ThrowsAsync<PipelineException>(() => Log().ReadAsync(None));
        }
        else
        {
            Assert.Equal(130, (await Log().ReadAsync(None)).Count); // the page has it still, and the chain proves it
        }
    }

    [Fact]
    public async Task AnEndThatWasCutOffIsToldByThePageThatHasItStill()
    {
        await AppendAsync(128);
        for (var cut = 101; cut <= 128; cut++)
        {
            await _store.DeleteAsync(Entry(cut), None);
        }

        Assert.Equal(100, (await Log().ReadAsync(None)).Count);
        Assert.Equal(["app/pages/production/0000000097-0000000112.json.gz", "app/pages/production/0000000113-0000000128.json.gz"],
            (await Log().VerifyAsync(None)).WrongPages);
    }

    [Fact]
    public async Task WhoDiesBetweenAnEventAndItsPageLeavesThePageToTheNext()
    {
        await AppendAsync(15);
        var mortal = new MortalStore(_store) { DieAt = 1, DieAfter = true };
        await Assert.ThrowsAsync<CrashException>(() =>
            new EventLog(mortal, "app", "production", TimeProvider.System).AppendAsync("D", new RetreatStarted(), guard: null, None));
        Assert.Null(await _store.OpenAsync(FirstPage, null, None));
        Assert.Equal(16, (await Log().ReadAsync(None)).Count);

        await AppendAsync(1);

        Assert.NotNull(await _store.OpenAsync(FirstPage, null, None));
        Assert.Empty((await Log().VerifyAsync(None)).WrongPages);
    }

    [Fact]
    public async Task WritersThatFillAPageAtOnceMakeTheSamePage()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AppendAsync(10))));

        var audit = await Log().VerifyAsync(None);
        Assert.Equal(200, audit.Events.Count);
        Assert.Empty(audit.WrongPages);
        Assert.Equal(12, await _store.ListAsync("app/pages/", None).CountAsync(None));
        Assert.Equal(audit.Events, await Log().ReadAsync(None));
    }

    [Fact]
    public async Task PagesOfOtherSizesDoNotCount()
    {
        await AppendAsync(20);
        await PutAsync("app/pages/production/0000000001-0000000064.json.gz", []);
        await PutAsync("app/pages/production/0000000002-0000000017.json.gz", []);
        await PutAsync("app/pages/production/notes", []);

        Assert.Equal(20, (await Log().ReadAsync(None)).Count);
        Assert.Empty((await Log().VerifyAsync(None)).WrongPages);
    }

    [Fact]
    public async Task ALargePageThatIsWrongIsMadeAnewAndSmallOnesServeWhereItIsGone()
    {
        const string Large = "app/pages/production/0000000001-0000000256.json.gz";
        await AppendAsync(260);
        var page = await BytesAsync(Large);
        await PutAsync(Large, Zipped("[]"));
        Assert.Equal([Large], (await Log().VerifyAsync(None)).WrongPages);

        await AppendAsync(1);
        Assert.Equal(Text(page), Text(await BytesAsync(Large)));

        await _store.DeleteAsync(Large, None);
        _store.TakeRequests();
        Assert.Equal(261, (await Log().ReadAsync(None)).Count);
        Assert.Equal(2 + 16 + 6, _store.TakeRequests().Count);
    }

    [Fact]
    public async Task AStoreThatTakesNoPagesCostsTimeOnly()
    {
        var mortal = new MortalStore(_store) { CutOff = true };
        var log = new EventLog(mortal, "app", "production", TimeProvider.System);
        for (var i = 0; i < 130; i++)
        {
            await log.AppendAsync("D", new Staged($"host-{i}", "R"), guard: null, None);
        }

        Assert.Equal(130, (await Log().ReadAsync(None)).Count);
        Assert.Equal(0, await _store.ListAsync("app/pages/", None).CountAsync(None));
    }

    [Fact]
    public async Task ReadingWritesNothing()
    {
        await AppendAsync(70);
        await _store.DeleteAsync(FirstPage, None);
        _store.TakeRequests();

        await Log().ReadAsync(None);
        await Log().VerifyAsync(None);

        Assert.DoesNotContain(_store.TakeRequests(), request => request.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ANumberFarAwayIsOneErrorAndNoEndlessSearch()
    {
        await AppendAsync(3);
        await PutAsync("app/events/production/9999999999.json", "{}"u8.ToArray());
        _store.TakeRequests();

        Assert.Contains("entry 4 ", (await Assert.ThrowsAsync<PipelineException>(() => Log().ReadAsync(None))).Message,
            StringComparison.Ordinal);
        Assert.InRange(_store.TakeRequests().Count, 1, 2000);
    }

    private EventLog Log() => new(_store, "app", "production", TimeProvider.System);

    private async Task AppendAsync(int events)
    {
        var log = Log();
        for (var i = 0; i < events; i++)
        {
            await log.AppendAsync("D", new Staged($"host-{i}", "R"), guard: null, None);
        }
    }

    private async Task DamageAsync(string damage, byte[] page)
    {
        switch (damage)
        {
            case "removed":
                await _store.DeleteAsync(FirstPage, None);
                break;
            case "another page":
                await PutAsync(FirstPage, await BytesAsync(SecondPage));
                break;
            case "forged":
                await PutAsync(FirstPage, await ForgedAsync());
                break;
            default:
                await PutAsync(FirstPage, damage switch
                {
                    "empty" => [],
                    "not compressed" => Encoding.UTF8.GetBytes(Text(page)),
                    "cut" => page[..^20],
                    "not JSON" => Zipped("\u0001"),
                    "null" => Zipped("null"),
                    "null entries" => Zipped($"[{string.Join(',', Enumerable.Repeat("null", 16))}]"),
                    "too short" => Zipped("[]"),
                    "too large" => new byte[(1 << 18) + 1],
                    "changed" => Zipped(Text(page).Replace("host-7", "host-8", StringComparison.Ordinal)),
                    _ => throw new ArgumentOutOfRangeException(nameof(damage)),
                });
                break;
        }
    }

    /// <summary>A page of another log: each of its entries follows the one before.</summary>
    private static async Task<byte[]> ForgedAsync()
    {
        var other = new InMemoryStore();
        var log = new EventLog(other, "app", "production", TimeProvider.System);
        for (var i = 0; i < 16; i++)
        {
            await log.AppendAsync("forged", new RetreatStarted(), guard: null, None);
        }

        return (await other.ReadAsync(FirstPage, 1 << 20, None))!;
    }

    private async Task<byte[]> BytesAsync(string key) => (await _store.ReadAsync(key, 1 << 20, None))!;

    private async Task PutAsync(string key, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        await _store.PutAsync(key, content, PutCondition.Always, None);
    }

    private static string Entry(int number) => $"app/events/production/{number:D10}.json";

    private static string Text(byte[] page)
    {
        using var bytes = new MemoryStream(page);
        using var unzipped = new GZipStream(bytes, CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        return reader.ReadToEnd();
    }

    private static byte[] Zipped(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
