using NodaTime;
using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Signing;

namespace Pipelines.Gates.Overrides;

/// <summary>Evaluates overrides: which rules they break, whether they are allowed, and who requests them.</summary>
/// <param name="rules">The rules of the environment.</param>
/// <param name="app">The app.</param>
/// <param name="subject">What to deploy.</param>
/// <param name="evidence">Permissions of people, and past overrides.</param>
/// <param name="trust">Returns the keys whose tokens are trusted.</param>
/// <param name="tokens">Opens the granted tokens.</param>
internal sealed class OverrideJudge(GateRules rules, string app, GateSubject subject, Evidence evidence,
    Func<IReadOnlyList<PublicKey>> trust, Func<OverrideTokens> tokens)
{
    private OverridePolicy Policy => rules.Override;

    /// <summary>The decision with the requested override; without one, what an override would have to name.</summary>
    /// <exception cref="PipelineException">It names something that is not a rule here.</exception>
    public async Task<GateDecision> DecideAsync(GateRequest request, IReadOnlyList<RequirementResult> requirements, OverrideClaim claim,
        CancellationToken cancellation)
    {
        OverrideNames.RequireKnown(claim.Names, rules, requirements);
        var problems = new List<string>();
        var token = claim.Token is null ? null : await ReadAsync(claim.Token, problems, cancellation);
        var names = claim.Names.Count > 0 ? claim.Names : token?.Overrides ?? [];
        var decision = RelaxedRequest.By(names, rules, request with { Reason = request.Reason ?? token?.Reason }, requirements).Decide();
        var blockers = Blockers.Of(rules, request, requirements);
        var byReason = decision.ReasonCode is GateReasons.ManualOverride or GateReasons.Emergency ? OverrideNames.ByReason : [];
        IReadOnlyList<string> broken = [.. blockers.Where(name => names.Contains(name) || byReason.Contains(name))];
        if (!decision.ShouldDeploy || (broken.Count == 0 && problems.Count == 0))
        {
            return decision with { Blockers = [.. blockers.Except(names)], Explanation = $"{decision.Explanation}{Told(problems)}" };
        }

        var asked =
            new Override(broken, claim.Reason?.Trim() ?? token?.Reason ?? "", claim.Ticket
                ?? token?.Ticket, claim.Actor, token?.GrantedBy, token?.Id);
        problems.AddRange(ByHandProblems(request, claim));
        problems.AddRange(await ProblemsAsync(asked, token));
        return problems.Count == 0
            ? decision
                with { Override = asked, ReasonCode = names.Count == 0
                ? decision.ReasonCode : GateReasons.Override, Explanation = $"{decision.Explanation}{Text(asked, names)}" }
            : new Gate(rules)
                .Refuse(GateReasons.OverrideRefused, $"{string.Join(", ", broken)} would have to be overridden.{Told(problems)}")
                with { Requirements = requirements, Blockers = blockers };
    }

    private static string Told(List<string> problems) => problems.Count == 0 ? ""
        : $" The override is rejected: {string.Join("; ", problems)}.";

    private static string Text(Override asked, IReadOnlyList<string> names) => names.Count == 0 ? "" :
        $" Overridden: {string.Join(", ", asked.Names)}; reason "
            + $"\"{PrintableText.Of(asked.Reason)}\""
            + $"{(asked.GrantedBy is null ? "" : $", granted by {PrintableText.Of(asked.GrantedBy)}")}.";

    private async Task<OverrideToken?> ReadAsync(string id, List<string> problems, CancellationToken cancellation)
    {
        if (await tokens().FindAsync(id, cancellation) is not { } envelope || OverrideToken.Read(envelope, trust()) is not { } token
            || token.Id != id)
        {
            problems.Add($"there is no token {PrintableText.Of(id)}, or it is not signed by a key of override.trust");
            return null;
        }

        var used = (await evidence.HistoryAsync(subject.Environment)).Deployments.FirstOrDefault(record =>
            // a running one may be this deployment itself; this is resolved under the lease
            record.Find<DeploymentEvent.Overridden>()?.Token == token.Id && record.Result != DeploymentResult.Running);
        (bool Wrong, string What)[] checks =
        [
            (token.App != app || token.Environment != subject.Environment,
                $"the token is for {PrintableText.Of(token.App)}/{PrintableText.Of(token.Environment)}"),
            (!string.Equals(token.Commit, subject.Commit, StringComparison.OrdinalIgnoreCase),
                $"the token is for commit {PrintableText.Of(token.Commit)}"),
            (Instant.FromDateTimeOffset(token.ExpiresAt) <= evidence.Now, $"the token expired at {Instants.Format(token.ExpiresAt)}"),
            (used is not null, $"the token was used by deployment {used?.Id}"),
        ];
        problems.AddRange(checks.Where(check => check.Wrong).Select(check => check.What));
        return token;
    }

    /// <summary>Why a token may not be granted; empty if it may.</summary>
    public static async Task<IReadOnlyList<string>> GrantProblemsAsync(GateRules rules, OverrideToken token, Evidence evidence) =>
    [
        .. Problems(rules, token.Overrides, token.Reason, token.Ticket),
        .. await rules.Override.PersonProblemAsync(token.GrantedBy, evidence) is { } person ? [person] : Array.Empty<string>(),
    ];

    private async Task<IEnumerable<string>> ProblemsAsync(Override asked, OverrideToken? token)
    {
        (bool Wrong, string What)[] checks =
        [
            (token is not null && asked.Names.Except(token.Overrides).Any(), "the token does not cover all of these"),
            (Policy.NeedsSecondPerson && token is null, "it needs a second person: one of you runs `pipelines override grant "
                + $"--environment {rules.Environment}`, the other deploys with the token"),
            (Policy.NeedsSecondPerson && token is not null && (asked.Actor is null || asked.Actor.Equals(token.GrantedBy,
                StringComparison.OrdinalIgnoreCase)), "the token must be granted and used by two different people known to the platform"),
        ];
        var people = token is null ? [asked.Actor] : Policy.NeedsSecondPerson ? new[] { asked.Actor, token.GrantedBy } : [token.GrantedBy];
        var persons = await Task.WhenAll(people.Select(person => Policy.PersonProblemAsync(person, evidence)));
        return [.. Problems(rules, asked.Names, asked.Reason, asked.Ticket),
            .. checks.Where(check => check.Wrong).Select(check => check.What), .. persons.OfType<string>()];
    }

    /// <summary>
    /// What a person may do by default, a machine may not: neither an event nor a schedule, nor a bot that starts the run manually.
    /// </summary>
    private IEnumerable<string> ByHandProblems(GateRequest request, OverrideClaim claim)
    {
        const string Hint = "other runs need an `override:` in the environment's configuration";
        var machine = new[] { request.Trigger, claim.Trigger }.OfType<string>().FirstOrDefault(name => !Trigger.Named(name).IsManual);
        return Policy.IsWritten ? []
            : machine is not null ? ["the default override is for a person who starts the run manually, not for the trigger "
            + $"\"{PrintableText.Of(machine)}\"; {Hint}"]
            : RobotAccounts.Is(claim.Actor)
            ? [$"the default override is for a person who starts the run manually, not for the bot {PrintableText.Of(claim.Actor!)}; "
            + $"{Hint}"]
            : [];
    }

    private static IEnumerable<string> Problems(GateRules rules, IReadOnlyList<string> names, string reason, string? ticket) =>
    [
        .. rules.Freezes.Where(freeze => freeze.IsHard && names.Contains(OverrideNames.Of(freeze)))
            .Select(freeze => $"the freeze {PrintableText.Of(freeze.Name)} is hard"),
        .. names.Where(name => !rules.Override.MayBreak(name)).Select(name => $"{PrintableText.Of(name)} is not among override.may"),
        .. rules.Override.Accepts(reason) ? [] : new[] { $"expected {rules.Override.Expectation}" },
        .. rules.Override.AcceptsTicket(ticket) ? [] : new[] { $"expected a ticket that matches {rules.Override.Ticket}" },
    ];
}
