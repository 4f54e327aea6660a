using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pipelines.Adapters.Notifiers;
using Pipelines.Adapters.Notifiers.Discord;
using Pipelines.Model;
using Pipelines.Notifications;

namespace Pipelines.Tests.Notifications;

public sealed class DiscordEmbedTests
{
    [Theory]
    [InlineData(NotificationEvent.Blocked, "⏸️ Deployment Blocked: backend → production", 16776960)]
    [InlineData(NotificationEvent.Started, "🚀 Deployment Started: backend → production", 3447003)]
    [InlineData(NotificationEvent.Succeeded, "✅ Deployment Successful: backend → production", 3066993)]
    [InlineData(NotificationEvent.Failed, "❌ Deployment Failed: backend → production", 15158332)]
    [InlineData(NotificationEvent.RolledBack, "⏪ Deployment Rolled Back: backend → production", 15105570)]
    [InlineData(NotificationEvent.RollbackFailed, "🚨 Rollback Failed: backend → production", 15158332)]
    public void TheEventGivesTitleAndColour(NotificationEvent happened, string title, int color)
    {
        var embed = DiscordEmbeds.Of(NotificationSamples.Usual(happened));

        Assert.Equal((title, color, "2026-11-20T17:45:00Z"), (embed.Title, embed.Color, embed.Timestamp));
    }

    [Theory]
    [InlineData(DeploymentType.AutomatedCi, "🤖")]
    [InlineData(DeploymentType.DirectPush, "⚡")]
    [InlineData(DeploymentType.ScheduledMaintenance, "🔧")]
    [InlineData(DeploymentType.Manual, "👤")]
    [InlineData(DeploymentType.EmergencyManual, "🚨")]
    [InlineData(DeploymentType.Queued, "⏳")]
    [InlineData(DeploymentType.Promotion, "⏫")]
    [InlineData(DeploymentType.Rollback, "⏪")]
    [InlineData(DeploymentType.None, "🚀")]
    public void TheTypeGivesTheDescription(DeploymentType type, string emoji) => Assert.StartsWith(
        emoji, DiscordEmbeds.Of(NotificationSamples.Usual(NotificationEvent.Started, type)).Description, StringComparison.Ordinal);

    [Fact]
    public void OnlyWhatIsKnownIsAField()
    {
        var fields = DiscordEmbeds.Of(NotificationSamples.Usual(NotificationEvent.Succeeded)).Fields;

        Assert.Equal(
            [
                ("Environment", "production"),
                ("Deployment Type", "automated\\_ci"),
                ("Actor", "octo\\_cat"),
                ("Commit", "[0123456](https://example.com/acme/backend/commit/0123456789abcdef)"),
                ("Release", "r7"),
                ("Duration", "1 min 15 s"),
            ],
            fields.Select(field => (field.Name, field.Value)));
    }

    [Fact]
    public void ABlockedDeploymentSaysWhyAndWhenNext()
    {
        var embed = DiscordEmbeds.Of(NotificationSamples.Usual(NotificationEvent.Blocked) with
        {
            Explanation = "Outside of office hours.",
            NextOpen = NotificationSamples.At,
            Reason = "INC-7: *now*",
        });

        Assert.EndsWith("\nOutside of office hours.", embed.Description, StringComparison.Ordinal);
        Assert.Equal("<t:1795196700:F> (<t:1795196700:R>)", Value(embed, "Next window"));
        Assert.Equal("INC-7: \\*now\\*", Value(embed, "Reason"));
    }

    [Theory]
    [InlineData("javascript:alert(1)", "abc")]
    [InlineData("not a url", "abc")]
    [InlineData("", "abc")]
    [InlineData("https://x/a)b(c d", "[abc](https://x/a%29b%28c%20d)")]
    public void OnlyAWebAddressBecomesALink(string url, string value)
    {
        var told = NotificationSamples.Usual(NotificationEvent.Started) with { Origin = new Origin { Commit = "abc", CommitUrl = url } };

        Assert.Equal(value, Value(DiscordEmbeds.Of(told), "Commit"));
    }

    [Theory]
    [InlineData("@everyone <@123> **x** [a](http://b)", "\\@everyone \\<\\@123> \\*\\*x\\*\\* \\[a\\](http://b)")]
    [InlineData("INC-7 (>1h) #2\n - a\n-# b", "INC-7 (>1h) #2\n \\- a\n\\-# b")]
    [InlineData("  a\u0000\u001b[31m\tb\n", "a  \\[31m b")]
    [InlineData("# title\n> quote `code` ||spoiler|| ~~x~~ \\", "\\# title\n\\> quote \\`code\\` \\|\\|spoiler\\|\\| \\~\\~x\\~\\~ \\\\")]
    public void UserTextIsShownLiterally(string text, string escaped) => Assert.Equal(escaped, DiscordText.Escape(text));

    [Fact]
    public void HalfASurrogatePairIsReplaced() => Assert.Equal("\ufffd lone", DiscordText.Escape("\ud800 lone"));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd😀gh", 6, "abcd…")]
    [InlineData("abc😀gh", 6, "abc😀…")]
    [InlineData("aa👨‍👩‍👧‍👦bb", 9, "aa…")]
    [InlineData("👨‍👩‍👧‍👦b", 6, "👨‍👩…")]
    [InlineData("abcd\\*gh", 6, "abcd…")]
    [InlineData("abc", 1, "…")]
    [InlineData("abc", 0, "")]
    [InlineData("abc", -5, "")]
    public void CuttingKeepsCharactersWhole(string text, int limit, string cut) => Assert.Equal(cut, DiscordText.Cut(text, limit));

    [Fact]
    public void AnythingFitsIntoDiscordsLimits()
    {
        string[] pieces =
            ["a", "word ", "é", "e\u0301\u0302\u0303", "😀", "👨‍👩‍👧‍👦", "*", "\\", "@everyone", "\n", "\u0000", "\ud83d", "\udc00", "漢字",
                "\u202e", "\""];
        var texts = Gen.Choose(0, 6).SelectMany(size => Gen.Elements(pieces).ArrayOf((int)Math.Pow(5, size))).Select(string.Concat);
        var events = Gen.Elements(Enum.GetValues<NotificationEvent>());

        Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true),
            Prop.ForAll(texts.Zip(events).ToArbitrary(), sample =>
                AssertAccepted(DiscordEmbeds.Of(NotificationSamples.Full(sample.Item2, sample.Item1)))));
    }

    [Fact]
    public void TheImportantSurvivesAHugeText()
    {
        var embed = DiscordEmbeds.Of(NotificationSamples.Usual(NotificationEvent.Failed) with { Explanation = new string('x', 50_000) });

        Assert.Equal(4096, embed.Description.Length);
        Assert.Equal("production", Value(embed, "Environment"));
        Assert.Equal("1 min 15 s", Value(embed, "Duration"));
    }

    private static string Value(DiscordEmbed embed, string name) => embed.Fields.Single(field => field.Name == name).Value;

    private static void AssertAccepted(DiscordEmbed embed)
    {
        Assert.InRange(embed.Title.Length, 1, 256);
        Assert.InRange(embed.Description.Length, 1, 4096);
        Assert.InRange(embed.Footer.Text.Length, 1, 2048);
        Assert.InRange(embed.Fields.Count, 1, 25);
        Assert.All(embed.Fields, field => Assert.InRange(field.Name.Length, 1, 256));
        Assert.All(embed.Fields, field => Assert.InRange(field.Value.Trim().Length, 1, 1024));
        var texts = embed.Fields.SelectMany(field => new[] { field.Name, field.Value })
            .Concat([embed.Title, embed.Description, embed.Footer.Text]).ToList();
        Assert.InRange(texts.Sum(text => text.Length), 1, 6000);
        Assert.All(texts, text =>
            Assert.DoesNotContain(text.EnumerateRunes(), rune =>
                rune == Rune.ReplacementChar && !text.Contains('\ufffd', StringComparison.Ordinal)));
        var json = JsonSerializer.Serialize(new DiscordMessage([embed]), NotificationJson.Default.DiscordMessage);
        Assert.Equal(embed.Title, JsonDocument.Parse(json).RootElement.GetProperty("embeds")[0].GetProperty("title").GetString());
    }
}
