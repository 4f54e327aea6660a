using System.Diagnostics;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Gates;

/// <summary>Calendars as the published program reads them: files, zones of the machine, and what someone sends to do harm.</summary>
public sealed class CalendarFileTests
{
    private const string Frozen =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20000101\nDTEND:20990101\nSUMMARY:Big sale\nEND:VEVENT\nEND:VCALENDAR\n";
    private const string Free = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20000101\nSUMMARY:Long ago\nEND:VEVENT\nEND:VCALENDAR\n";
    private const string Top = "freezes: [{ name: shop, during: shop.ics, zone: Europe/Berlin }]";

    [Fact]
    public async Task AFreezeThatBeginsWhileItIsStagedStopsItBeforeTheSwitch()
    {
        using var site = Given("""hooks: { after-stage: [cp, "{0}/frozen.ics", "{0}/shop.ics"] }""");
        (await site.DeployAsync(site.Build("v0"))).Ends(3).Says("in the freeze shop: Big sale", "It closed before a host was switched");
        await File.WriteAllTextAsync(site["shop.ics"], Free);
        await File.WriteAllTextAsync(site["frozen.ics"], Free);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        await File.WriteAllTextAsync(site["frozen.ics"], Frozen);

        (await site.DeployAsync(site.Build("v2"))).Ends(3);

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        Assert.Equal("blocked", (await site.HistoryAsync())[0]!["result"]!.GetValue<string>());
        (await site.DeployAsync(site.Build("v2"), "--mode", "report")).Ends(0);
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
    }

    [Fact]
    public async Task AFreezeThatBeginsAfterTheFirstSwitchStopsNothing()
    {
        using var site = Given("""hooks: { before-switch: [cp, "{0}/frozen.ics", "{0}/shop.ics"] }""");

        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        (await site.DeployAsync(site.Build("v2"))).Ends(3).Says("in the freeze shop: Big sale");
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/St_Johns")]
    [InlineData("Pacific/Apia")]
    public async Task TheZoneOfTheMachineDoesNotMatter(string zone)
    {
        using var site = new Site(_ => """
            app: tiny
            calendars: { office: { zone: Australia/Lord_Howe, open: [{ cron: "0 22 * * 1-5", for: 5h }], holidays: [2026-10-05] } }
            environments: { production: { hosts: ["local:"], calendar: office } }
            """);
        site.Variables = [("TZ", zone)];
        var list = (await site.RunAsync("calendar", "--from", "2026-10-01T00:00:00Z", "--to", "2026-10-07T00:00:00Z")).Ends(0).Output;
        Assert.Equal(
            ["2026-10-01T00:00:00Z closed", "2026-10-01T11:30:00Z open", "2026-10-01T16:30:00Z closed", "2026-10-02T11:30:00Z open",
                "2026-10-02T16:30:00Z closed", "2026-10-05T13:00:00Z open", "2026-10-05T16:00:00Z closed", "2026-10-06T11:00:00Z open",
                "2026-10-06T16:00:00Z closed"],
            list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries))
                .Select(cells => $"{cells[0]} {cells[2].Trim()}"));
    }

    [Theory]
    [InlineData("DTSTART:20260101\nRRULE:FREQ=SECONDLY", "shop.ics:4:1: FREQ=SECONDLY is not supported.")]
    [InlineData("DTSTART:20260101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "shop.ics:4:1: the start, 2026-01-01, is not an occurrence")]
    [InlineData("DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=2147483648", "shop.ics:4:1: \"2147483648\" is not a number from 1 to 10000.")]
    [InlineData("DTSTART:20260101\nRRULE:FREQ=YEARLY;INTERVAL=9999;COUNT=9999",
        "shop.ics:4:1: COUNT=9999 is not reached within 100 years.")]
    [InlineData("DTSTART:99991231\nRRULE:FREQ=DAILY", "shop.ics:3:1: \"99991231\" is not a time.")]
    [InlineData("DTSTART;TZID=Mars/Olympus:20260101T000000\nDURATION:PT1H", "shop.ics:3:1: \"Mars/Olympus\" is not an IANA time zone.")]
    public async Task WhatIsNotUnderstoodIsOneErrorAtItsLine(string lines, string problem)
    {
        using var site = Given("");
        await File.WriteAllTextAsync(site["shop.ics"], $"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
        foreach (var step in (string[])["gate", "calendar"])
        {
            var ended = (await site.RunAsync(step)).Ends(2).Says(problem);
            Assert.Single(ended.All.Split('\n'), line => line.Contains("error", StringComparison.Ordinal));
        }
    }

    /// <summary>As much as a file may hold of what costs most. No limit on the time is known that holds on every machine: this one is a
    /// hundred times what it takes.</summary>
    [Theory]
    [InlineData("DTSTART:20200101\nDURATION:P366D\nRRULE:FREQ=DAILY", 500)]
    [InlineData("DTSTART:20200101\nRRULE:FREQ=YEARLY;BYMONTHDAY=1,2,3,4,5,6,7;BYSETPOS=1,-1;COUNT=190", 500)]
    [InlineData("DTSTART:20200101\nDTEND:98000101", 9000)]
    public async Task AFileMadeToCostMuchIsAnsweredAllTheSame(string lines, int events)
    {
        using var site = Given("");
        await File.WriteAllTextAsync(site["shop.ics"],
            $"BEGIN:VCALENDAR\n{string.Concat(Enumerable.Repeat($"BEGIN:VEVENT\n{lines}\nEND:VEVENT\n", events))}END:VCALENDAR\n");
        var started = Stopwatch.GetTimestamp();

        (await site.RunAsync("gate", "--event", "push", "--explain")).Ends(0);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    /// <summary>A site with a freeze by a file that says nothing yet, and a file beside it that closes everything.</summary>
    private static Site Given(string deploy)
    {
        var site = new Site(site => Configs.Restart(deploy: deploy.Replace("{0}", site.Path, StringComparison.Ordinal), top: Top)(site));
        File.WriteAllText(site["shop.ics"], Free);
        File.WriteAllText(site["frozen.ics"], Frozen);
        return site;
    }
}
