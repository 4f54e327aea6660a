using FsCheck;
using FsCheck.Fluent;
using Pipelines.Reporting;

namespace Pipelines.Tests.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("1d2h3m4s5ms", 93784.005)]
    [InlineData("90m", 5400)]
    [InlineData("0s", 0)]
    [InlineData("3650d", 315360000)]
    public void AreReadAsPeopleWriteThem(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out var value));
        Assert.Equal(TimeSpan.FromSeconds(seconds), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("1.5h")]
    [InlineData("-1s")]
    [InlineData("1m1h")]
    [InlineData("1 h")]
    [InlineData("30s\n")]
    [InlineData("30S")]
    [InlineData("٣s")]
    [InlineData("3651d")]
    [InlineData("999999999d")]
    [InlineData("1000000000s")]
    [InlineData("99999999999999999999s")]
    public void AnythingElseIsNone(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.5, "500ms")]
    [InlineData(5400, "1h30m")]
    [InlineData(172800, "2d")]
    public void AreWrittenShort(double seconds, string text) => Assert.Equal(text, Durations.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void WhatIsWrittenIsReadBack() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Select(value => TimeSpan.FromMilliseconds((double)value * 100)).ToArbitrary(),
        value => Durations.TryParse(Durations.Format(value), out var read) && read == value).QuickCheckThrowOnFailure();
}
