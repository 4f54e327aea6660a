using System.Text;
using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Releases;

namespace Pipelines.Tests.Hosts.Wire;

/// <summary>The engine behind the protocol does what the engine in process does: acts, outcomes, failures, reports.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task AReleaseIsStagedFromTheStoreOfTheController()
    {
        await using var world = new WireWorld();
        var large = new string('x', 3 * WireCall.ChunkBytes * WireCall.Credit);
        var release = await world.Host.ReleaseAsync(("app.txt", "one"), ("large.txt", large), ("empty", ""));
        await using var link = await world.LinkAsync();
        var job = world.Host.Job(release);

        var before = (WireMessage.Stands)await world.AskAsync(link, number => new WireMessage.Enter(number, job));
        Assert.Equal((null, 1L), (before.State.Live, before.State.Token));
        Assert.Null((await world.ApplyAsync(link, new HostAction.Stage(release), job)).Failure);
        await world.ApplyAsync(link, new HostAction.Point("main", release, job.Deployment), job);
        await world.ApplyAsync(link, new HostAction.Commit("main", release), job);

        Assert.Equal(large, await File.ReadAllTextAsync(world.Host["current/large.txt"]));
        var after = (WireMessage.Stands)await world.AskAsync(link, number => new WireMessage.Inspect(number));
        Assert.Equal((release, release), (after.State.Live!.Release, Assert.Single(after.State.Staged)));
        Assert.Contains(world.Reporter.Progresses, progress => progress.Task == "unpacking");
    }

    [Fact]
    public async Task AFailureArrivesWithItsStatusItsWordsAndItsHint()
    {
        await using var world = new WireWorld();
        await using var link = await world.LinkAsync();
        await world.AskAsync(link, number => new WireMessage.Enter(number, world.Host.Job("R1", token: 7)));

        var stale = await Assert.ThrowsAsync<PipelineException>(() =>
            world.AskAsync(link, number => new WireMessage.Enter(number, world.Host.Job("R1", token: 6))));
        Assert.Equal(ExitCode.LeaseHeld, stale.ExitCode);
        Assert.Equal(("Nothing was changed. See `pipelines status`.", true),
            (stale.Problems[0].Hint, stale.Problems[0].What.Contains("rejects token 6", StringComparison.Ordinal)));

        using var other = new HostWorld();
        var unknown = await other.ReleaseAsync(("app.txt", "of another store"));
        var missing = await Assert.ThrowsAsync<PipelineException>(() =>
            world.ApplyAsync(link, new HostAction.Stage(unknown), world.Host.Job(unknown, token: 8)));
        Assert.Equal((ExitCode.Failed, $"the store has no release {unknown}."), (missing.ExitCode, missing.Problems[0].What));
    }

    [Fact]
    public async Task TheConfigurationAndTheSecretsAreTheFilesAndNoSecretComesBack()
    {
        await using var world = new WireWorld();
        var release = await world.Host.ReleaseAsync(("hook.sh", "#!/bin/sh\necho \"seen $KEY in $MODE\"; exit 3\n"));
        await using var link = await world.LinkAsync(
            "deploy:\n  env: { KEY: env:KEY, MODE: \"mode-{slot}\" }\n  hooks: { after-stage: ./hook.sh }",
            (SentSecrets.OfVariable("KEY"), "hunter2-hunter2"));
        var job = world.Host.Job(release);
        await world.AskAsync(link, number => new WireMessage.Enter(number, job));
        await world.ApplyAsync(link, new HostAction.Stage(release), job);

        var outcome = await world.ApplyAsync(link, new HostAction.RunHook(Pipelines.Hosts.Hooks.HookPoint.AfterStage, "main"), job);

        Assert.Contains("seen *** in mode-main", outcome.Failure, StringComparison.Ordinal);
        Assert.Contains("seen *** in mode-main", world.Reporter.Infos);
    }

    [Fact]
    public async Task AHostReadsTheReleasesOfItsAppAndNothingElse()
    {
        await using var world = new WireWorld();
        await world.GreetingAsync();
        var answers = new MemoryStream();
        using var channel = new FrameChannel(Stream.Null, answers);
        var server = new StoreServer(world.Host.Store, ReleaseWorld.App, channel, CancellationToken.None);
        string[] keys =
        [
            "other/releases/R1/manifest", $"{ReleaseWorld.App}/events/production/0000000001.json",
                $"{ReleaseWorld.App}/leases/production.json",
            $"{ReleaseWorld.App}/releases/../events/production/0000000001.json", "", "/etc/passwd",
        ];
        foreach (var (key, i) in keys.Select((key, i) => (key, i)))
        {
            Assert.True(server.Take(new WireMessage.OpenObject(i, key, null, null)));
            Assert.True(server.Take(new WireMessage.ListKeys(100 + i, key, null)));
        }

        answers.Position = 0;
        using var reading = new FrameChannel(answers, Stream.Null);
        var failed = 0;
        while (await reading.ReadAsync(CancellationToken.None) is { } frame)
        {
            Assert.IsType<WireMessage.StoreFailed>(FrameChannel.MessageIn(frame));
            failed++;
        }

        Assert.Equal(2 * keys.Length, failed);
    }

    /// <summary>A host that takes nothing is sent no more than it has room for; one that claims to have taken more is refused.</summary>
    [Fact]
    public async Task AnObjectIsSentAsFastAsItIsTaken()
    {
        using var world = new HostWorld();
        var bytes = new byte[2 * WireCall.Credit * WireCall.ChunkBytes];
        var key = $"{ReleaseWorld.App}/packs/large";
        await world.Store.PutAsync(key, new MemoryStream(bytes), Pipelines.Stores.PutCondition.Always, CancellationToken.None);
        var sent = new MemoryStream();
        using var channel = new FrameChannel(Stream.Null, sent);
        var server = new StoreServer(world.Store, ReleaseWorld.App, channel, CancellationToken.None);

        server.Take(new WireMessage.OpenObject(1, key, null, null));
        var room = WireCall.Credit * (long)WireCall.ChunkBytes;
        while (sent.Length < room)
        {
            await Task.Delay(10);
        }

        await Task.Delay(100);
        Assert.InRange(sent.Length, room, room + WireCall.ChunkBytes);
        Assert.Throws<InvalidDataException>(() => server.Take(new WireMessage.More(1, WireCall.Credit + 1)));
        Assert.Throws<InvalidDataException>(() => server.Take(new WireMessage.More(1, 0)));
        server.Take(new WireMessage.More(1, WireCall.Credit));
        while (sent.Length < 2 * room)
        {
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task WhenTheControllerIsGoneTheActIsEndedAndNoOtherBegun()
    {
        await using var world = new WireWorld();
        var release = await world.Host.ReleaseAsync(("hook.sh", "#!/bin/sh\necho begun\nsleep 1\ntouch \"$PIPELINES_ROOT/hook-ended\"\n"));
        var link = await world.LinkAsync("deploy: { hooks: { after-stage: ./hook.sh } }");
        var job = world.Host.Job(release);
        await world.AskAsync(link, number => new WireMessage.Enter(number, job));
        await world.ApplyAsync(link, new HostAction.Stage(release), job);
        var hook = world.ApplyAsync(link, new HostAction.RunHook(Pipelines.Hosts.Hooks.HookPoint.AfterStage, "main"), job);
        while (!world.Reporter.Infos.Contains("begun"))
        {
            await Task.Delay(10);
        }

        await world.Channel.WriteAsync(
            new WireMessage.Apply(99, new HostAction.Point("main", release, job.Deployment), job), CancellationToken.None);
        await world.CutAsync();
        Assert.Equal(0, await world.Serving);

        Assert.True(File.Exists(world.Host["hook-ended"]));
        Assert.False(Path.Exists(world.Host["current"]));
        Assert.Null((await hook).Failure);
    }

    [Fact]
    public async Task AStagingThatWasCutGoesOnWithWhatHasArrived()
    {
        using var host = new HostWorld();
        var bytes = new byte[1 << 20];
        var files = Enumerable.Range(0, 4).Select(i =>
        {
            new Random(i).NextBytes(bytes);
            return ($"file-{i}.txt", Convert.ToBase64String(bytes));
        }).ToArray();
        var release = await host.ReleaseAsync(files);
        var job = host.Job(release);
        await using (var first = new WireWorld(host))
        {
            var store = new StallingStore(host.Store, 3 << 20);
            var link = await first.LinkAsync(store);
            await first.AskAsync(link, number => new WireMessage.Enter(number, job));
            var staging = first.ApplyAsync(link, new HostAction.Stage(release), job);
            await store.Stalled;
            while (!Arrived().Any(file => file.Length >= files[0].Item2.Length)) // it may still be on its way
            {
                await Task.Delay(20);
            }

            await first.CutAsync();
            Assert.Equal(0, await first.Serving);
            await link.DisposeAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => staging);
        }

        await using var second = new WireWorld(host);
        await using var again = await second.LinkAsync();
        await second.AskAsync(again, number => new WireMessage.Enter(number, job));
        var outcome = await second.ApplyAsync(again, new HostAction.Stage(release), job);

        var fetched = long.Parse(outcome.Summary.Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(fetched, 1, (7 << 20) / 2); // of four
        Assert.All(files, file => Assert.Equal(file.Item2, File.ReadAllText(host[$"releases/{release}/{file.Item1}"])));

        IEnumerable<FileInfo> Arrived() => new DirectoryInfo(host.Root).EnumerateFiles("file-*.txt", SearchOption.AllDirectories);
    }

    [Theory]
    [InlineData(ExitCode.Passed, "all is well")]
    [InlineData(ExitCode.Failed, null)]
    public async Task AFailureThatIsNoneIsRefused(ExitCode status, string? what)
    {
        var said = new MemoryStream();
        using var engine = new FrameChannel(Stream.Null, said);
        await engine.WriteAsync(new WireMessage.Hello(WireMessage.CurrentProtocol, "1.0"), CancellationToken.None);
        await engine.WriteAsync(
            new WireMessage.Failed(1, status, what is null ? [] : [new WireProblem(null, what, null)]), CancellationToken.None);
        said.Position = 0;
        using var world = new HostWorld();
        using var channel = new FrameChannel(said, Stream.Null);
        await using var link = await HostLink.BeginAsync(
            channel, world.Store, new WireMessage.Open("backend", "web-1", "/srv/backend", "the store"), CancellationToken.None);
        await Assert.ThrowsAnyAsync<Exception>(() =>
            link.AskAsync(number => new WireMessage.Inspect(number), world.Reporter, CancellationToken.None));
        Assert.True(link.IsLost);
    }

    [Fact]
    public async Task ACancelledActIsEndedOnTheHost()
    {
        await using var world = new WireWorld();
        var release = await world.Host.ReleaseAsync(("hook.sh", "#!/bin/sh\necho begun\nsleep 60\n"));
        await using var link = await world.LinkAsync("deploy: { hooks: { after-stage: ./hook.sh } }");
        var job = world.Host.Job(release);
        await world.AskAsync(link, number => new WireMessage.Enter(number, job));
        await world.ApplyAsync(link, new HostAction.Stage(release), job);
        using var stop = new CancellationTokenSource();
        var hook = link.AskAsync(number => new WireMessage.Apply(
            number, new HostAction.RunHook(Pipelines.Hosts.Hooks.HookPoint.AfterStage, "main"), job), world.Reporter, stop.Token);
        while (!world.Reporter.Infos.Contains("begun"))
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hook);
        Assert.IsType<WireMessage.Stands>(await world.AskAsync(link, number => new WireMessage.Inspect(number)));
    }

    [Fact]
    public async Task TheSecondEngineBelowARootWaitsForTheFirst()
    {
        await using var world = new WireWorld();
        await using var link = await world.LinkAsync();
        await world.AskAsync(link, number => new WireMessage.Enter(number, world.Host.Job("R1")));
        var first = await EngineTurn.TakeAsync(world.Host.Root, world.Reporter, CancellationToken.None);

        var second = world.AskAsync(link, number => new WireMessage.Enter(number, world.Host.Job("R1")));
        while (!world.Reporter.Infos.Any(text => text.StartsWith("waiting for the turn in ", StringComparison.Ordinal)))
        {
            Assert.False(second.IsCompleted);
            await Task.Delay(10);
        }

        first!.Dispose();
        Assert.IsType<WireMessage.Stands>(await second);
    }

    public static TheoryData<byte[]> Garbage =>
    [
        Encoding.UTF8.GetBytes("Welcome to web-1!\n"), // a banner
        new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0 }, // far too long
        new byte[] { 1, 0, 0, 0, 9, (byte)'{' }, // ends within
        new byte[] { 1, 0, 0 }, // ends within the header
        new byte[] { 0, 0, 0, 0, 0 }, // no kind
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task WhatIsNoFrameIsRefused(byte[] bytes)
    {
        using var channel = new FrameChannel(new MemoryStream(bytes), Stream.Null);
        await Assert.ThrowsAsync<InvalidDataException>(() => channel.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("""{ "message": "explode" }""")]
    [InlineData("""{ "message": "inspect" }""")]
    [InlineData("""{ "message": "inspect", "request": 1, "force": true }""")]
    [InlineData("""{ "message": "apply", "request": 1, "action": { "act": "explode" }, "job": null }""")]
    public void WhatIsNoMessageIsRefused(string json) => Assert.Throws<InvalidDataException>(() =>
        FrameChannel.MessageIn(new Frame(FrameKind.Message, Encoding.UTF8.GetBytes(json))));

    [Fact]
    public async Task AnEngineOfAnotherProtocolIsRefused()
    {
        var said = new MemoryStream();
        using var engine = new FrameChannel(Stream.Null, said);
        await engine.WriteAsync(new WireMessage.Hello(WireMessage.CurrentProtocol + 1, "9.0"), CancellationToken.None);
        said.Position = 0;
        using var channel = new FrameChannel(said, Stream.Null);
        using var world = new HostWorld();
        await Assert.ThrowsAsync<InvalidDataException>(() => HostLink.BeginAsync(
            channel, world.Store, new WireMessage.Open("backend", "web-1", "/srv/backend", "the store"), CancellationToken.None));
    }
}
