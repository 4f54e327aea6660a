using Pipelines.Tests.Cli;

namespace Pipelines.Tests.Queue;

/// <summary>The order of deployments that wait is what was asked, and what was overtaken is not made.</summary>
public sealed class QueueOrderTests : IDisposable
{
    private const string Monday = "2026-03-16T09:00:03Z";

    /// <summary>The office opens on the morning after that Monday.</summary>
    private static readonly DateTimeOffset Opening =
        DateTimeOffset.Parse("2026-03-17T09:00:00Z", System.Globalization.CultureInfo.InvariantCulture);


    private QueueWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory] // what is asked for, one after the other -> what is made of it
    [InlineData("fifo", "v1 v2 v1", "v1:superseded v2:succeeded v1:succeeded")] // a correction is not overtaken by what it corrects
    [InlineData("fifo", "v1 v2 v2", "v1:succeeded v2:succeeded")]
    [InlineData("fifo", "v1 v1 v2", "v1:succeeded v2:succeeded")]
    [InlineData("fifo", "v1 v2 v1 v2", "v1:superseded v2:superseded v1:succeeded v2:succeeded")]
    [InlineData("fifo", "v1 v2 v3 v1", "v1:superseded v2:succeeded v3:succeeded v1:succeeded")]
    [InlineData("latest", "v1 v2 v1", "v1:superseded v2:superseded v1:succeeded")]
    [InlineData("latest", "v1 v1", "v1:succeeded")]
    public async Task AskingAnewMovesToTheEnd(string policy, string asked, string history)
    {
        Use($"queue: {policy}");
        foreach (var version in asked.Split(' '))
        {
            Assert.Equal(0, await _world.QueueAsync(version));
        }

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal(history, await _world.HistoryAsync());
        Assert.Equal(asked.Split(' ')[^1], _world.Live);
    }

    [Theory]
    [InlineData("queue: fifo", "v1:superseded v2:superseded v3:succeeded", "v3")]
    [InlineData("queue: { order: fifo, outdated: refuse }", "v1:superseded v2:superseded v3:succeeded", "v3")]
    [InlineData("queue: { order: fifo, outdated: deploy }", "v1:succeeded v2:succeeded v3:succeeded", "v2")]
    [InlineData("queue: { order: latest }", "v1:superseded v2:superseded v3:succeeded", "v3")]
    [InlineData("queue: { outdated: deploy }", "v1:superseded v2:succeeded v3:succeeded", "v2")]
    public async Task AnOutdatedOneIsHeldBackAndToldUnderEveryPolicy(string queue, string history, string live)
    {
        Use(queue);
        await _world.QueueAsync("v1");
        await _world.QueueAsync("v2");
        Assert.Equal(0, await _world.DeployAsync("v3", "--event", "local", "--reason", "a customer is waiting"));

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal(live, _world.Live);
        Assert.Equal(history, await _world.HistoryAsync());
    }

    [Fact]
    public async Task WhatIsAskedForAnewAfterADirectDeploymentIsNotOutdated()
    {
        Use("queue: fifo");
        await _world.QueueAsync("v1");
        Assert.Equal(0, await _world.DeployAsync("v2", "--event", "local", "--reason", "a customer is waiting"));
        await _world.QueueAsync("v1");

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v1:superseded v2:succeeded v1:succeeded", await _world.HistoryAsync());
        Assert.Equal("v1", _world.Live);
    }

    [Fact]
    public async Task ADirectDeploymentThatDoesNotGoLiveOutdatesNothing()
    {
        Use("queue: fifo");
        await _world.QueueAsync("v1");
        Assert.Equal(3, await _world.DeployAsync("v2")); // blocked: it is Sunday

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v1:succeeded v2:blocked", await _world.HistoryAsync());
    }

    [Fact]
    public async Task OneThatWasReleasedByHandOutdatesThoseBeforeIt()
    {
        Use("queue: fifo");
        await _world.QueueAsync("v1");
        await _world.QueueAsync("v2");
        var second = _world.Json("deployment_id").GetString()!;
        Assert.Equal(0, await _world.AskAsync("queue", "release", "--deployment", second, "--reason", "INC-4711 cannot wait"));

        _world.Now = Monday;
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v1:superseded v2:succeeded", await _world.HistoryAsync());
    }

    [Fact]
    public async Task ARollbackOutdatesNothing()
    {
        Use("queue: fifo");
        _world.Now = Monday;
        await _world.DeployAsync("v1");
        await _world.DeployAsync("v2");
        _world.Now = "2026-03-16T20:00:00Z";
        await _world.QueueAsync("v3");
        Assert.Equal(0, await _world.AskAsync("rollback"));

        _world.Now = "2026-03-17T09:00:00Z";
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal("v3", _world.Live);
    }

    [Theory]
    [InlineData("queue: latest", 3, "v2")]
    [InlineData("queue: none", 3, "v2")]
    [InlineData("queue: { outdated: deploy }", 0, "v1")]
    public async Task ARunThatWaitsByItselfIsOutdatedLikewise(string queue, int status, string live)
    {
        Use(queue);
        _world.Now = "2026-03-16T20:00:00Z";
        var waiting = _world.DeployAsync("v1", "--mode", "wait", "--wait-limit", "3d");
        while (_world.Run.Clock.NextDue is null && !waiting.IsCompleted)
        {
            await Task.Yield();
        }

        var direct = new CommandRun();
        direct.Clock.UtcNow = _world.Run.Clock.UtcNow;
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(_world["v2"]).FullName, "page"), "v2");
        Assert.Equal(0,
            await direct.RunAsync("deploy", "--path", _world["v2"], "--commit", "v2", "--environment", "production", "--config",
            _world["p.yml"], "--reason", "a customer is waiting"));
        while (!waiting.IsCompleted && _world.Run.Clock.UtcNow < Opening)
        {
            _world.Run.Clock.Advance(TimeSpan.FromMinutes(30));
            await Task.Yield();
        }

        // from here on it deploys: a clock that runs ahead would let its lease expire
        var ended = await waiting;
        Assert.True((status, live) == (ended, _world.Live), $"{ended}, {_world.Live} is live:\n{_world.Run.Output}{_world.Run.Error}");
        Assert.True(status == 0 || _world.Run.Output.Contains("was requested later and is live", StringComparison.Ordinal));
    }

    private void Use(string environment)
    {
        _world.Dispose();
        _world = new QueueWorld(environment);
    }
}
