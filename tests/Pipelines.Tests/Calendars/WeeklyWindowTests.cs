using Pipelines.Calendars.Windows;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class WeeklyWindowTests
{
    // 2026-03-02 is a Monday.
    [Theory]
    [InlineData("mon-thu 09:00-18:00", "2026-03-02T08:59:59", false)]
    [InlineData("mon-thu 09:00-18:00", "2026-03-02T09:00", true)]
    [InlineData("mon-thu 09:00-18:00", "2026-03-05T17:59:59", true)]
    [InlineData("mon-thu 09:00-18:00", "2026-03-05T18:00", false)]
    [InlineData("mon-thu 09:00-18:00", "2026-03-06T12:00", false)]
    [InlineData("sat,sun 10:00-12:00", "2026-03-07T10:00", true)]
    [InlineData("sat,sun 10:00-12:00", "2026-03-09T10:00", false)]
    [InlineData("mon,wed-thu,sun 10:00-12:00", "2026-03-03T10:00", false)]
    [InlineData("mon,wed-thu,sun 10:00-12:00", "2026-03-05T10:00", true)]
    [InlineData("fri-mon 10:00-12:00", "2026-03-08T10:00", true)]
    [InlineData("fri-mon 10:00-12:00", "2026-03-10T10:00", false)]
    [InlineData("22:00-02:00", "2026-03-04T23:30", true)]
    [InlineData("22:00-02:00", "2026-03-04T01:59:59", true)]
    [InlineData("22:00-02:00", "2026-03-04T02:00", false)]
    [InlineData("fri 22:00-02:00", "2026-03-06T01:00", false)]
    [InlineData("fri 22:00-02:00", "2026-03-07T01:00", true)]
    [InlineData("fri 22:00-02:00", "2026-03-07T23:00", false)]
    [InlineData("sun 22:00-02:00", "2026-03-09T01:00", true)]
    [InlineData("mon 00:00-24:00", "2026-03-02T23:59:59", true)]
    [InlineData("mon 00:00-24:00", "2026-03-03T00:00", false)]
    [InlineData("mon 22:00-00:00", "2026-03-02T23:59:59", true)]
    [InlineData("mon 22:00-00:00", "2026-03-03T00:00", false)]
    [InlineData(" MON - Thu   09:00 - 18:00 ", "2026-03-03T09:00", true)]
    [InlineData("sat , sun 10:00-12:00", "2026-03-08T11:00", true)]
    public void ContainsWhatTheClockShowsHalfOpen(string text, string local, bool inside) =>
        Assert.Equal(inside, Given.Window(text).Contains(Given.Local(local)));

    [Theory]
    [InlineData("")]
    [InlineData("mon-thu")]
    [InlineData("mon-thu 9-18")]
    [InlineData("mon-thu 9:00-18:00")]
    [InlineData("09:00")]
    [InlineData("09:60-10:00")]
    [InlineData("mon-tue-wed 09:00-18:00")]
    [InlineData("mon, 09:00-18:00")]
    [InlineData("mon-fri 09:00-18:00; rm -rf /")]
    [InlineData("mon-fri\n09:00-18:00")]
    [InlineData("٠٩:00-18:00")]
    public void OtherTextsAreToldWhatWasExpected(string text)
    {
        Assert.False(WeeklyWindow.TryParse(text, out var window, out var error));
        Assert.Null(window);
        Assert.Contains("\"mon-thu 09:00-18:00\"", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Theory]
    [InlineData("mon-tur 09:00-18:00", "\"tur\" is not a day. Did you mean tue?")]
    [InlineData("monday 09:00-18:00", "\"monday\" is not a day. Expected one of: fri, mon, sat, sun, thu, tue, wed.")]
    [InlineData("mon 09:00-09:00", "The window is empty. Expected two different times; the whole day is \"00:00-24:00\".")]
    [InlineData("mon 24:00-02:00", "A window opens from 00:00 to 23:59 and closes at 24:00 at the latest.")]
    [InlineData("mon 09:00-24:01", "A window opens from 00:00 to 23:59 and closes at 24:00 at the latest.")]
    [InlineData("mon 09:00-25:00", "A window opens from 00:00 to 23:59 and closes at 24:00 at the latest.")]
    public void WrongPartsAreNamed(string text, string expected)
    {
        Assert.False(WeeklyWindow.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void AVeryLongTextIsRefusedAtOnce() =>
        Assert.False(WeeklyWindow.TryParse(string.Concat(Enumerable.Repeat("mon,", 250_000)) + "mon 09:00-18:00", out _, out _));
}
