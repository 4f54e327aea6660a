using System.Globalization;
using Pipelines.Configuration.Schema;
using Pipelines.Gates.Decisions;
using Pipelines.Model;

namespace Pipelines.Gates.Overrides;

/// <summary>Configuration keys for overrides.</summary>
public static class OverrideKeys
{
    private static readonly Key<string> ReasonPattern = Key.Optional("reason",
        "Regular expression that an override's reason must contain a match for.", Shapes.Text);
    private static readonly Key<int> ReasonLength = Key.Optional("reason-length", "Minimum length of the reason.", Shapes.Integer(1, 1000))
        .Or(OverridePolicy.DefaultMinLength, OverridePolicy.DefaultMinLength.ToString(CultureInfo.InvariantCulture));

    private static readonly Key<string> TicketPattern = Key.Optional("ticket", "Regular expression that an override's ticket must "
        + "contain a match for.", Shapes.Text) with
    { DefaultText = "no ticket is required" };
    private static readonly Key<IReadOnlyList<string>> May = Key.Optional(
        "may", "Rules that may be overridden: window, holiday, ci-conclusion, platform-freeze, freeze:NAME, checks:NAME, cooldown and "
            + "so on; a star at the end matches anything.", Shapes.List(Shapes.Text))
        .Or(OverrideNames.ByReason, "window, holiday, ci-conclusion");

    private static readonly Key<IReadOnlyList<string>> Actors = Key.Optional("actors", "Logins that may override.",
        Shapes.List(Shapes.Text)).Or([], "anyone, if no actors, roles or teams are given");
    private static readonly Key<IReadOnlyList<string>> Roles = Key.Optional("roles",
        "Roles on the platform that may override, such as maintain or maintainer.", Shapes.List(Shapes.Text)).Or([], "likewise");
    private static readonly Key<IReadOnlyList<string>> Teams = Key.Optional("teams", "Teams whose members may override: teams of the "
        + "organization on GitHub, group paths on GitLab.", Shapes.List(Shapes.Text)).Or([], "likewise");
    private static readonly Key<bool> SecondPerson = Key.Optional("second-person",
        "One person grants the override, and another one uses it.", Shapes.Boolean).Or(false, "false");
    private static readonly Key<TimeSpan> Expires = Key.Optional("expires",
        "How long a token of pipelines override grant is valid at most.", Shapes.Duration).Or(OverridePolicy.DefaultExpires, "2h");
    private static readonly Key<TimeSpan?> Review = Key.Optional("review", "Time within which a second person must review an override; "
        + "after that, nothing is deployed until someone has.",
        Shapes.Duration.Select(value => (TimeSpan?)value)) with
    { DefaultText = "no review is required" };
    private static readonly Key<SecretReference> SigningKey = Key.Optional("key",
        "The private key that signs tokens: ECDSA P-256 in PEM. Needed where tokens are granted.", Shapes.Secret);
    private static readonly Key<IReadOnlyList<string>> Trust = Key.Optional("trust",
        "Public keys whose tokens are trusted, as PEM or as files containing PEM.", Shapes.List(Shapes.Text)).Or([], "none");

    public static Key<OverridePolicy> Override { get; } = Key.Optional(
        "override", "Rules for deploying while the gate is closed.", new RecordShape<OverridePolicy>(
            "an override policy",
            [ReasonPattern, ReasonLength, TicketPattern, May, Actors, Roles, Teams, SecondPerson, Expires, Review, SigningKey, Trust],
            BuildPolicy))
        .Or(new OverridePolicy(), "a reason of 10 characters") with
    {
        Example = """
            app: backend
            environments:
              production:
                hosts: ["local:"]
                override:
                  reason: "(CVE|INC)-[0-9]+"   # the reason must contain one
                  reason-length: 20
                  ticket: "^OPS-[0-9]+$"
                  may: [window, holiday, ci-conclusion, "freeze:*", cooldown]
                  roles: [maintain, admin]     # or actors, or teams
                  second-person: true          # one grants a token, another deploys with it
                  expires: 2h
                  review: 24h                  # after that nothing is deployed until a second person has reviewed it
                  key: env:OVERRIDE_KEY        # signs tokens
                  trust: [keys/override.pub]   # verifies tokens
            """,
    };

    private static bool BuildPolicy(ConfigRecord record, ConfigReading reading, out OverridePolicy value)
    {
        value = new OverridePolicy();
        if (!OverridePolicy.TryParse(record.Get(ReasonPattern), record.Get(ReasonLength), out var reason, out var error))
        {
            return reading.Fail(record.PathOf(ReasonPattern), record.PositionOf(ReasonPattern), error);
        }

        if (!OverridePolicy.TryParse(record.Get(TicketPattern), OverridePolicy.DefaultMinLength, out var ticket, out error))
        {
            return reading.Fail(record.PathOf(TicketPattern), record.PositionOf(TicketPattern), error);
        }

        value = reason with
        {
            IsWritten = true,
            Ticket = ticket.Pattern,
            May = record.Require(May),
            Actors = record.Require(Actors),
            Roles = record.Require(Roles),
            Teams = record.Require(Teams),
            NeedsSecondPerson = record.Get(SecondPerson),
            Expires = record.Get(Expires),
            Review = record.Get(Review),
            Key = record.Get(SigningKey),
            Trust = record.Require(Trust),
        };
        return !value.NeedsSecondPerson || value.Trust.Count > 0
            || reading.Fail(record.PathOf(SecondPerson), record.PositionOf(SecondPerson),
                "needs trust: the second person grants a token, and its key must be trusted.");
    }
}
