using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Tests.Steps;

public sealed class InputTests
{
    private static readonly Input<DateTimeOffset?> At = Input.Instant("at", "When.");

    [Theory]
    [InlineData("2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z")]
    [InlineData("2026-03-01T09:00:00+01:00", "2026-03-01T08:00:00Z")]
    [InlineData("2026-03-01T09:00:00.250-05:30", "2026-03-01T14:30:00.250Z")]
    [InlineData("2026-03-01T09:00:00+18:00", "2026-02-28T15:00:00Z")] // further than the framework's offsets go
    public void AnInstantHasAnOffset(string text, string instant)
    {
        Assert.True(At.TryParse(text, out var value, out _));
        Assert.Equal(instant, Instants.Format((DateTimeOffset)value!));
    }

    [Theory]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T09:00:00")]
    [InlineData("2026-02-30T09:00:00Z")]
    [InlineData("now")]
    [InlineData("-0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void AnythingElseIsNone(string text)
    {
        Assert.False(At.TryParse(text, out _, out var error));
        Assert.Equal($"expected a time such as 2026-03-01T09:00:00Z, got \"{text}\".", error);
    }
}
