using System.Text.RegularExpressions;
using Pipelines.Adapters.Notifiers;
using Pipelines.Notifications;

namespace Pipelines.Tests.Notifications;

/// <summary>docs/guides/webhooks.md names what is sent, and nothing else.</summary>
public sealed partial class WebhookPageTests
{
    private static readonly string s_page = Repository.Read("docs/guides/webhooks.md");

    [Fact]
    public void EveryMemberOfTheBodyIsThere() => Assert.Equal(
        NotificationJson.Default.WebhookPayload.Properties.Select(property => property.Name).Order(StringComparer.Ordinal),
        Member().Matches(s_page).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryEventIsThere() => Assert.All(NotificationEventNames.All, name =>
        Assert.Contains($"`{name}`", s_page, StringComparison.Ordinal));

    [GeneratedRegex("^\\| `(?<name>[a-z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Member();
}
