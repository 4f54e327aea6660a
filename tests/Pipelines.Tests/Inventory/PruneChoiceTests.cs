using Pipelines.Inventory;
using Pipelines.Model;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Pruning;
using Pipelines.Releases.Records;

namespace Pipelines.Tests.Inventory;

public sealed class PruneChoiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Releases 1 (the newest) to 5, of commits c1 to c5, saved an hour apart.</summary>
    [Theory]
    [InlineData(5, "", "", 0, "12345")]
    [InlineData(2, "", "", 0, "12")]
    [InlineData(1, "4", "", 0, "14")]
    [InlineData(1, "4 4 9", "", 0, "14")]
    [InlineData(1, "", "c3", 0, "13")]
    [InlineData(1, "", "c9", 0, "1")]
    [InlineData(1, "", "", 3, "123")]
    [InlineData(1, "5", "c4", 2, "1245")]
    public void WhatStays(int keep, string needed, string waiting, int packagingSinceHours, string expected)
    {
        var releases = Enumerable.Range(1, 5).Select(Release).ToList();

        var choice = PruneChoice.Of(
            releases, keep, [.. Words(needed).Select(n => ((string?)Id(n), "needed"))], Words(waiting), packagingSinceHours == 0
                ? null : Now.AddHours(-packagingSinceHours));

        Assert.Equal(expected, string.Concat(choice.Kept.Select(kept => kept.Release.Id.Value[^1])));
        Assert.Equal(5 - expected.Length, choice.Removed.Count);
        Assert.All(choice.Kept, kept => Assert.NotEmpty(kept.Why));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Id(string n) => n.PadLeft(12, '0');

    private static StoredSummary Release(int n) => new(
        new ReleaseSummary(ReleaseId.Parse(Id($"{n}")), Now.AddDays(-9), 1, 1, new Provenance(Commit: $"c{n}")), Now.AddHours(-n), [],
        null);
}
