using Pipelines.Adapters.Processes;
using Pipelines.Statistics;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Statistics;

public sealed class CommitTimesTests : IDisposable
{
    private const string Elsewhere = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task WhatTheCheckoutHasIsKnownAndNothingElse()
    {
        await GitAsync("init", "-q");
        await GitAsync("-c", "user.name=Ada", "-c", "user.email=a@example.test", "commit", "-q", "--allow-empty", "-m", "one");
        var commit = await GitAsync("rev-parse", "HEAD");
        var time = DateTimeOffset.Parse(await GitAsync("show", "-s", "--format=%cI"), System.Globalization.CultureInfo.InvariantCulture);

        var times = await TimesAsync(commit, Elsewhere, null, "main", "--all");

        Assert.Equal((commit, time), (Assert.Single(times).Key, times[commit]));
    }

    [Fact]
    public async Task WithoutACheckoutNothingIsKnown() => Assert.Empty(await TimesAsync(Elsewhere));

    private Task<IReadOnlyDictionary<string, DateTimeOffset>> TimesAsync(params string?[] commits) =>
        new CommitTimes(new SystemProcessRunner(TimeProvider.System), _directory.Path).OfAsync(commits, CancellationToken.None);

    private Task<string> GitAsync(params IEnumerable<string> words) => Git.RunAsync(_directory.Path, words);
}
