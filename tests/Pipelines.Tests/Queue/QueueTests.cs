namespace Pipelines.Tests.Queue;

/// <summary>Deployments that wait, through the program: asked for at the wrong time, made at the right one.</summary>
public sealed class QueueTests : IDisposable
{
    private const string Sunday = "2026-03-15T03:00:00Z";
    private const string Monday = "2026-03-16T09:00:03Z";

    private QueueWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task WhatIsQueuedAtNightIsLiveInTheMorning()
    {
        Assert.Equal(0, await _world.QueueAsync("v1", "--actor", "ada"));
        var id = _world.Json("deployment_id").GetString()!;
        Assert.Equal(("queued", "queued"), (_world.Json("outcome").GetString(), _world.Json("deployment_type").GetString()));

        Assert.Equal(0, await _world.AskAsync("queue", "list"));
        var waiting = Assert.Single(_world.Json("waiting").EnumerateArray());
        Assert.Equal(
            (id, "direct_push", "v1", "ada", "2026-03-16T09:00:00Z", false),
            (waiting.GetProperty("deployment_id").GetString(), waiting.GetProperty("deployment_type").GetString(),
                waiting.GetProperty("commit").GetString(),
            waiting.GetProperty("actor").GetString(), waiting.GetProperty("next_open").GetString(),
            waiting.GetProperty("due").GetBoolean()));

        _world.Now = Sunday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));
        Assert.Equal((0, 1, "2026-03-16T09:00:00Z", null),
            (_world.Json("started").GetInt32(), _world.Json("waiting").GetInt32(), _world.Json("next_open").GetString(), _world.Live));

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));
        Assert.Equal((1, 0, 3, "v1"),
            (_world.Json("started").GetInt32(), _world.Json("waiting").GetInt32(), _world.Json("delay_seconds").GetInt32(), _world.Live));
        var made = Assert.Single(_world.Json("deployments").EnumerateArray());
        Assert.Equal((id, "ada", "succeeded"),
            (made.GetProperty("deployment_id").GetString(), made.GetProperty("actor").GetString(), made.GetProperty("result").GetString()));
        Assert.Contains("It waited 31 h, 3 s of that with the calendar open.", made.GetRawText(), StringComparison.Ordinal);

        Assert.Equal(0, await _world.AskAsync("queue", "run"));
        Assert.Equal(0, _world.Json("started").GetInt32());
    }

    [Theory]
    [InlineData("latest", "v1:superseded v2:superseded v3:succeeded")]
    [InlineData("fifo", "v1:succeeded v2:succeeded v3:succeeded")]
    public async Task ThePolicySaysWhichAreMade(string policy, string history)
    {
        Use($"queue: {policy}");
        foreach (var version in (string[])["v1", "v2", "v3"])
        {
            Assert.Equal(0, await _world.QueueAsync(version));
        }

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v3", _world.Live);
        Assert.Equal(history, await _world.HistoryAsync());
    }

    [Fact]
    public async Task WhoTookThePlaceIsRecorded()
    {
        await _world.QueueAsync("v1");
        await _world.QueueAsync("v2");
        var by = _world.Json("deployment_id").GetString()!;

        Assert.Equal(0, await _world.AskAsync("history"));

        Assert.Contains($"superseded by deployment {by}", _world.Json("deployments")[1].GetProperty("failure").GetString(),
            StringComparison.Ordinal);
        Assert.Equal([by], await _world.WaitingAsync());
    }

    [Fact]
    public async Task AnEnvironmentWithoutAQueueRefusesOne()
    {
        Use("queue: none");

        Assert.Equal(2, await _world.QueueAsync("v1"));

        Assert.Contains("production has no queue", _world.Run.Output + _world.Run.Error, StringComparison.Ordinal);
        Assert.Equal("", await _world.HistoryAsync());
    }

    [Fact]
    public async Task AnInstantOfOnesChoiceDeploysNothing()
    {
        Assert.Equal(2, await _world.DeployAsync("v1", "--now", Monday));
        Assert.Equal(0, await _world.DeployAsync("v1", "--now", Monday, "--dry-run"));

        Assert.Null(_world.Live);
    }

    [Fact]
    public async Task AskingTwiceForTheSameIsAskingOnce()
    {
        await _world.QueueAsync("v1");
        var id = _world.Json("deployment_id").GetString()!;
        Assert.Equal(0, await _world.QueueAsync("v1"));

        Assert.Equal(id, _world.Json("deployment_id").GetString());
        Assert.Equal([id], await _world.WaitingAsync());
    }

    [Fact]
    public async Task WhatWentLiveSinceIsNotUndoneByAnOlderOne()
    {
        await _world.QueueAsync("v1");
        Assert.Equal(0, await _world.DeployAsync("v2", "--event", "local", "--reason", "a customer is waiting"));

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal((0, 1, "v2"), (_world.Json("started").GetInt32(), _world.Json("superseded").GetInt32(), _world.Live));
        Assert.Equal("v1:superseded v2:succeeded", await _world.HistoryAsync());
    }

    [Fact]
    public async Task ARollbackNeitherWaitsNorTakesAPlace()
    {
        _world.Now = Monday;
        await _world.DeployAsync("v1");
        await _world.DeployAsync("v2");
        _world.Now = "2026-03-16T20:00:00Z";
        await _world.QueueAsync("v3");
        Assert.Equal(0, await _world.AskAsync("rollback"));
        Assert.Equal("v1", _world.Live);

        _world.Now = "2026-03-17T09:00:00Z";
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v3", _world.Live);
    }

    [Fact]
    public async Task AQueuedReleaseThatWasRolledBackFromIsNotMade()
    {
        _world.Now = Monday;
        await _world.DeployAsync("v1");
        await _world.DeployAsync("v2");
        _world.Now = "2026-03-16T20:00:00Z";
        await _world.QueueAsync("v2");
        await _world.AskAsync("rollback");

        _world.Now = "2026-03-17T09:00:00Z";
        Assert.Equal(3, await _world.AskAsync("queue", "run"));

        Assert.Equal("v1", _world.Live);
    }

    [Fact]
    public async Task TheGateQueuesACommitWhoseReleaseComesLater()
    {
        Assert.Equal(0, await _world.AskAsync("gate", "--mode", "queue", "--event", "push", "--commit", "v1"));
        var id = _world.Json("deployment_id").GetString()!;
        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));
        Assert.Contains("the store has no release of commit v1", _world.Json("waiting_deployments")[0].GetProperty("why").GetString(),
            StringComparison.Ordinal);
        Assert.Equal([id], await _world.WaitingAsync());

        await _world.PackageAsync("v1");
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v1", _world.Live);
    }

    [Theory]
    [InlineData("direct_push")]
    [InlineData("queued")]
    public async Task WaitingIsNoWayAroundAFreeze(string type)
    {
        Use(top: $"freezes: [{{ name: move, from: 2026-03-16T00:00, until: 2026-03-17T00:00, zone: UTC, types: [{type}] }}]");
        await _world.QueueAsync("v1");

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));
        Assert.Null(_world.Live);
        _world.Now = "2026-03-17T09:00:00Z";
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v1", _world.Live);
    }

    [Fact]
    public async Task ARequirementIsJudgedAnew()
    {
        Use("requires: { cooldown: 3d }");
        _world.Now = "2026-03-13T10:00:00Z";
        await _world.DeployAsync("v1");
        _world.Now = Sunday;
        Assert.Equal(0, await _world.QueueAsync("v2"));

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));
        Assert.Contains("cooldown", _world.Json("waiting_deployments")[0].GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal("v1", _world.Live);
        _world.Now = "2026-03-16T10:00:00Z";
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v2", _world.Live);
    }

    [Fact]
    public async Task WhatNoTimeHelpsIsBlockedNotQueued()
    {
        Use("triggers: [workflow_dispatch]");

        Assert.Equal(3, await _world.QueueAsync("v1"));

        Assert.Equal("blocked", _world.Json("outcome").GetString());
        Assert.Empty(await _world.WaitingAsync());
    }

    [Fact]
    public async Task OneThatWaitsCanBeCancelled()
    {
        await _world.QueueAsync("v1");
        var id = _world.Json("deployment_id").GetString()!;
        Assert.Equal(2, await _world.AskAsync("queue", "cancel", "--deployment", id[..^1]));
        Assert.Contains(id, _world.Run.Output + _world.Run.Error, StringComparison.Ordinal);

        Assert.Equal(0, await _world.AskAsync("queue", "cancel", "--deployment", id, "--reason", "has a typo", "--actor", "bob"));

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));
        Assert.Null(_world.Live);
        Assert.Equal("v1:cancelled", await _world.HistoryAsync());
        Assert.Equal("cancelled by bob: has a typo.", _world.Json("deployments")[0].GetProperty("failure").GetString());
    }

    [Fact]
    public async Task OneThatWaitsCanBeMadeByHandForAReason()
    {
        await _world.QueueAsync("v1", "--actor", "ada");
        var id = _world.Json("deployment_id").GetString()!;
        Assert.Equal(3, await _world.AskAsync("queue", "release", "--deployment", id));
        Assert.Equal([id], await _world.WaitingAsync());

        Assert.Equal(0, await _world.AskAsync("queue", "release", "--deployment", id, "--reason", "INC-4711 cannot wait"));

        Assert.Equal(("v1", id), (_world.Live, _world.Json("deployment_id").GetString()));
        Assert.Equal("v1:succeeded", await _world.HistoryAsync());
    }

    [Fact]
    public async Task WatchingStartsItAtItsOpening()
    {
        _world.Now = "2026-03-16T08:59:30Z";
        await _world.QueueAsync("v1");
        var running = _world.AskAsync("queue", "run", "--watch", "--watch-for", "60s");
        while (!running.IsCompleted)
        {
            _world.Run.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(running, Task.Delay(5));
        }

        Assert.Equal(0, await running);
        Assert.InRange(_world.Json("delay_seconds").GetInt32(), 0, 4);
        Assert.Equal((1, "v1"), (_world.Json("started").GetInt32(), _world.Live));
    }

    /// <summary>The calendar opens at nine; another file is there from 08:59:40 on, and a third from 09:00:10 on.</summary>
    [Theory]
    [InlineData("environments: {", "", "v1", "p.yml:", 1)] // broken, then as before
    [InlineData("nonsense: 1", "", "v1", "nonsense: is not a known key.", 1)]
    [InlineData("freezes: [{ name: f, during: \"mon 00:00-24:00\", zone: UTC }]", null, null,
        "has changed: its new rules apply from now on.", 1)]
    [InlineData("freezes: [{ name: f, during: \"mon 00:00-24:00\", zone: UTC }]", "", "v1",
        "has changed: its new rules apply from now on.", 2)]
    public async Task WatchingReadsTheFileBeforeEachLook(string second, string? third, string? live, string told, int times)
    {
        _world.Now = "2026-03-16T08:59:30Z";
        await _world.QueueAsync("v1");
        var file = await File.ReadAllTextAsync(_world["p.yml"]);
        var running = _world.AskAsync("queue", "run", "--watch", "--watch-for", "60s");
        for (var seconds = 0; !running.IsCompleted; seconds += 2)
        {
            if (seconds is 10 or 40)
            {
                await File.WriteAllTextAsync(_world["p.yml"], $"{file}\n{(seconds == 10 || third is null ? second : third)}\n");
            }

            Assert.True(seconds > 40 || _world.Live is null);
            _world.Run.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(running, Task.Delay(20));
        }

        Assert.Equal(0, await running);
        Assert.Equal(live, _world.Live);
        Assert.Equal(times, _world.Run.Error.Split('\n').Count(line => line.Contains(told, StringComparison.Ordinal)));
    }

    private void Use(string environment = "", string top = "")
    {
        _world.Dispose();
        _world = new QueueWorld(environment, top);
    }
}
