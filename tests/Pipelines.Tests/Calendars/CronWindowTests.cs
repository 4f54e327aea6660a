using Pipelines.Calendars.Cron;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

public sealed class CronWindowTests
{
    // 2026-03-02 is a Monday.
    [Theory]
    [InlineData("0 22 * * *", "4h", "2026-03-02T21:59:59", false)]
    [InlineData("0 22 * * *", "4h", "2026-03-02T22:00", true)]
    [InlineData("0 22 * * *", "4h", "2026-03-03T01:59:59", true)]
    [InlineData("0 22 * * *", "4h", "2026-03-03T02:00", false)]
    [InlineData("0 22 * * fri", "60h", "2026-03-09T09:59:59", true)] // into Monday
    [InlineData("0 22 * * fri", "60h", "2026-03-09T10:00", false)]
    [InlineData("*/15 9-11 * * 1-5", "5m", "2026-03-02T10:34:59", true)]
    [InlineData("*/15 9-11 * * 1-5", "5m", "2026-03-02T10:35", false)]
    [InlineData("*/15 9-11 * * 1-5", "5m", "2026-03-07T10:30", false)]
    [InlineData("* * * * *", "1m", "2026-03-02T10:30:59", true)] // runs into each other: always
    [InlineData("10/20 8 * * *", "1m", "2026-03-02T08:50:30", true)]
    [InlineData("10/20 8 * * *", "1m", "2026-03-02T08:09:30", false)]
    [InlineData("0 0 1,15 * *", "1d", "2026-03-15T12:00", true)]
    [InlineData("0 0 1,15 * *", "1d", "2026-03-16T00:00", false)]
    [InlineData("0 0 13 * FRI", "1d", "2026-03-13T12:00", true)] // either day is enough
    [InlineData("0 0 13 * FRI", "1d", "2026-03-06T12:00", true)]
    [InlineData("0 0 13 * FRI", "1d", "2026-04-13T12:00", true)]
    [InlineData("0 0 13 * FRI", "1d", "2026-04-14T12:00", false)]
    [InlineData("0 0 */2 * fri", "1d", "2026-03-13T12:00", true)] // but for a field that begins with *: both
    [InlineData("0 0 */2 * fri", "1d", "2026-03-06T12:00", false)]
    [InlineData("0 0 * jan,Dec *", "1d", "2026-12-05T12:00", true)]
    [InlineData("0 0 * jan,Dec *", "1d", "2026-11-05T12:00", false)]
    [InlineData("0 0 * * 7", "1d", "2026-03-08T12:00", true)] // 0 and 7 are Sunday
    [InlineData("0 0 * * 0", "1d", "2026-03-08T12:00", true)]
    [InlineData("0 0 * * fri-sun", "1d", "2026-03-08T12:00", true)]
    [InlineData("0 0 * * fri-sun", "1d", "2026-03-05T12:00", false)]
    [InlineData("0 0 29 2 *", "1d", "2028-02-29T12:00", true)]
    [InlineData("  0\t0  * * *  ", "1h", "2026-03-08T00:30", true)]
    public void OpensAtEachTimeForItsLength(string cron, string length, string local, bool inside) =>
        Assert.Equal(inside, Given.Cron(cron, length).Contains(Given.Local(local)));

    [Theory]
    [InlineData("", "is not a cron expression")]
    [InlineData("0 22 * *", "is not a cron expression")]
    [InlineData("0 0 22 * * *", "is not a cron expression")]
    [InlineData("@daily", "is not a cron expression")]
    [InlineData("60 0 * * *",
        "\"60\" is not a valid minute in a cron expression. Expected 0 to 59, a range such as 1-5, or a step such as */2.")]
    [InlineData("0 24 * * *", "\"24\" is not a valid hour")]
    [InlineData("0 0 0 * *", "\"0\" is not a valid day of month")]
    [InlineData("0 0 L * *", "\"L\" is not a valid day of month")]
    [InlineData("0 0 15W * *", "\"15W\" is not a valid day of month")]
    [InlineData("0 0 ? * *", "\"?\" is not a valid day of month")]
    [InlineData("0 0 * 13 *", "\"13\" is not a valid month in a cron expression. Expected 1 to 12 or jan to dec, ")]
    [InlineData("0 0 * * 8", "\"8\" is not a valid day of week")]
    [InlineData("0 0 * * fri#2", "\"fri#2\" is not a valid day of week")]
    [InlineData("0 0 * * 5-1", "\"5-1\" is not a valid day of week")]
    [InlineData("*/0 0 * * *", "\"*/0\" is not a valid minute")]
    [InlineData("1-2-3 0 * * *", "\"1-2-3\" is not a valid minute")]
    [InlineData("1/2/3 0 * * *", "\"1/2/3\" is not a valid minute")]
    [InlineData("1,,2 0 * * *", "\"\" is not a valid minute")]
    [InlineData("-1 0 * * *", "\"-1\" is not a valid minute")]
    [InlineData("+1 0 * * *", "\"+1\" is not a valid minute")]
    public void WhatIsNoCronIsToldByItsField(string cron, string expected)
    {
        Assert.False(CronWindow.TryParse(cron, TimeSpan.FromHours(1), out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void AVeryLongTextIsRefusedAtOnce() =>
        Assert.False(
            CronWindow.TryParse(string.Concat(Enumerable.Repeat("1,", 500_000)) + "1 * * * *", TimeSpan.FromHours(1), out _, out _));
}
