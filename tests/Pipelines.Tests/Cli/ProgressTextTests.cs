using Pipelines.Cli.Reporting;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed class ProgressTextTests
{
    private readonly FakeClock _clock = new();
    private readonly ProgressText _text;

    public ProgressTextTests() => _text = new ProgressText(_clock);

    [Fact]
    public void BytesHaveASpeedAndATimeLeft()
    {
        Assert.Equal("packaging: 10.0 of 100.0 MiB (10 %), 5 of 900 files", After(0, Bytes(10)));
        Assert.Equal("packaging: 11.0 of 100.0 MiB (11 %), 5 of 900 files", After(0.5, Bytes(11)));
        Assert.Equal("packaging: 20.0 of 100.0 MiB (20 %), 5 of 900 files, 5.0 MiB/s, 16 s left", After(1.5, Bytes(20)));
        Assert.Equal("packaging: 100.0 of 100.0 MiB (100 %), 5 of 900 files, 22.5 MiB/s", After(2, Bytes(100)));
    }

    [Fact]
    public void TheSpeedIsThatOfTheLastTenSeconds()
    {
        After(0, Bytes(0));
        After(5, Bytes(50));
        After(10, Bytes(60));
        Assert.EndsWith(", 1.0 MiB/s, 30 s left", After(10, Bytes(70)), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatStandsStillOrIsSentNowAndThenHasASpeedTooOrNone()
    {
        After(0, Bytes(10));
        Assert.EndsWith(", 1.0 MiB/s, 1 min left", After(30, Bytes(40)), StringComparison.Ordinal);
        Assert.EndsWith("files", After(30, Bytes(40)), StringComparison.Ordinal);
    }

    [Fact]
    public void EachTaskHasItsOwnSpeed()
    {
        After(0, Bytes(0));
        After(2, Bytes(100));
        Assert.Equal("unpacking: 1.0 MiB", After(5, new Progress("unpacking", 1 << 20, null, "bytes")));
        Assert.Equal("unpacking: 3.0 MiB, 1.0 MiB/s", After(2, new Progress("unpacking", 3 << 20, null, "bytes")));
    }

    [Fact]
    public void TimeThatPassesHasNone()
    {
        After(0, new Progress("waiting", 0, 300, "seconds"));
        Assert.Equal("waiting: 60 of 300 seconds (20 %)", After(60, new Progress("waiting", 60, 300, "seconds")));
    }

    private static Progress Bytes(long mebibytes) => new("packaging", mebibytes << 20, 100 << 20, "bytes", (5, 900));

    private string After(double seconds, Progress progress)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _text.See(progress);
        return _text.Of(progress);
    }
}
