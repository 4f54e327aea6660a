using NodaTime;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Gates.Requirements;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Gates.Decisions;

/// <summary>
/// Decides whether a deployment may be made to an environment now. Pure: the same rules and request give the same decision.
/// </summary>
public sealed class Gate(GateRules rules)
{
    private readonly BusinessCalendar hours = rules.Calendar ?? BusinessCalendar.AlwaysOpen(DateTimeZone.Utc);

    /// <exception cref="PipelineException">The time is out of range, or the type can only be derived from a trigger.</exception>
    public GateDecision Decide(GateRequest request)
    {
        Timeline.EnsureSupported("now", request.Now);
        if (request.Type is not (null or DeploymentType.Rollback or DeploymentType.Promotion or DeploymentType.Queued))
        {
            throw PipelineException.BadInput("deployment type",
                $"{request.Type.Value.WireName()} is determined by the trigger. Expected rollback, promotion or queued.");
        }

        if (request.Type == DeploymentType.Rollback)
        {
            return Pass(DeploymentType.Rollback, GateReasons.Rollback, "a rollback passes every window and freeze.", null);
        }

        var trigger = Trigger.Named(request.Trigger);
        return TriggerRefusal(request, trigger)
            ?? (request.Emergency ? null : ChecksRefusal(request, trigger))
            ?? PlatformRefusal(request)
            ?? (request.Emergency ? DecideEmergency(request) : DecideType(request, request.Type ?? trigger.Type, trigger));
    }

    /// <summary>The same decision with requirements. All must be met; if a calendar rule blocks it, that rule remains the reason.</summary>
    public GateDecision Decide(GateRequest request, IReadOnlyList<RequirementResult> results)
    {
        var decision = Decide(request) with { Requirements = results };
        var unmet = results.Where(result => !result.Satisfied).ToList();
        if (unmet.Count == 0)
        {
            return decision;
        }

        var opening = unmet.TrueForAll(result => result.MetAt is not null)
            ? NextOpening(request, unmet.Max(result => result.MetAt!.Value))
            : decision.ShouldDeploy ? null : decision.NextOpen;
        var refused = decision.ShouldDeploy
            ? Refuse(GateReasons.RequirementUnmet,
                $"not met: {RequirementTable.Unmet(results)}.{(opening is { } at ? $" Opens {Text(at)}." : "")}")
            : decision with { Explanation = $"{decision.Explanation} Also not met: {RequirementTable.Unmet(results)}." };
        return refused with { Requirements = results, NextOpen = opening, Wait = opening - request.Now };
    }

    /// <summary>The deployment type if nothing blocks it; <see cref="DeploymentType.None"/> if its trigger never deploys.</summary>
    public static DeploymentType TypeOf(GateRequest request) =>
        request.Type ?? (request.Emergency ? DeploymentType.EmergencyManual : Trigger.Named(request.Trigger).Type);

    /// <summary>The platform's own freeze excepts only rollbacks, and its end is unknown.</summary>
    private GateDecision? PlatformRefusal(GateRequest request) => request.PlatformFreeze is { } freeze && !rules.KnowsPlatformFreezes
        ? Refuse(GateReasons.Freeze,
        $"{Text(request.Now)} is in {PrintableText.Of(freeze)}, whose end is unknown. Only a rollback passes it.")
        : null;

    private GateDecision? TriggerRefusal(GateRequest request, Trigger trigger)
    {
        var name = $"the trigger \"{PrintableText.Of(trigger.Name)}\"";
        if (trigger.Type == DeploymentType.None)
        {
            return Refuse(GateReasons.UnsupportedTrigger, $"{name} does not deploy. Expected one of: {string.Join(", ", Trigger.Names)}.");
        }

        if (rules.AllowedTriggers.Count > 0 && !rules.AllowedTriggers.Contains(trigger.Name, StringComparer.Ordinal))
        {
            return Refuse(GateReasons.TriggerNotAllowed,
                $"{name} is not an allowed trigger here: {string.Join(", ", rules.AllowedTriggers.Select(PrintableText.Of))}.");
        }

        return request.Emergency && !trigger.IsManual
            ? Refuse(GateReasons.UnsupportedTrigger,
            $"{name} cannot declare an emergency; only a person can, by starting the run manually.")
            : null;
    }

    private GateDecision? ChecksRefusal(GateRequest request, Trigger trigger)
    {
        if (!trigger.LacksSuccess(request.CiConclusion))
        {
            return null;
        }

        var conclusion = string.IsNullOrWhiteSpace(request.CiConclusion) ? null : request.CiConclusion.Trim();
        var ended = conclusion is null ? "the result of the checks is unknown"
            : $"the checks ended with \"{PrintableText.Of(conclusion)}\"";
        return Refuse(GateReasons.ChecksFailed, $"{ended}. Expected success.");
    }

    private GateDecision DecideType(GateRequest request, DeploymentType type, Trigger trigger) => type switch
    {
        DeploymentType.Manual => ByPerson(request, type),
        DeploymentType.Promotion when trigger.IsManual => ByPerson(request, type),
        DeploymentType.ScheduledMaintenance => ByClock(request, Calendar(type), type, GateReasons.Scheduled),
        _ => ByClock(request, Calendar(type), type, GateReasons.Open),
    };

    /// <summary>Who starts it by hand may give a reason to deploy outside of the calendar.</summary>
    private GateDecision ByPerson(GateRequest request, DeploymentType type)
    {
        var regular = Calendar(type);
        var state = Admission(regular).At(request.Now);
        if (state.Open)
        {
            return ByClock(request, regular, type, GateReasons.Open);
        }

        if (rules.Override.Accepts(request.Reason))
        {
            return ByClock(request, CalendarAtAnyHour(type), type, GateReasons.ManualOverride);
        }

        var blocked = ByClock(request, regular, type, GateReasons.Open);
        return state.Reason == GateReasons.Freeze ? blocked : blocked with
        {
            ReasonCode = GateReasons.ReasonRequired,
            Explanation = $"{blocked.Explanation} To deploy earlier, give {rules.Override.Expectation}.",
        };
    }

    private GateDecision DecideEmergency(GateRequest request)
    {
        const DeploymentType type = DeploymentType.EmergencyManual;
        return rules.Override.Accepts(request.Reason)
            ? WithWayThrough(ByClock(request, Calendar(type), type, GateReasons.Emergency))
            : Refuse(GateReasons.ReasonRequired, $"an emergency needs {rules.Override.Expectation}.");
    }

    private static GateDecision WithWayThrough(GateDecision emergency) =>
        emergency.ReasonCode != GateReasons.Freeze ? emergency : emergency with
    {
        Explanation = $"{emergency.Explanation} An emergency passes a freeze that lists it (except: "
            + $"[{DeploymentType.EmergencyManual.WireName()}]), or with --override where the environment allows it.",
    };

    private GateDecision ByClock(GateRequest request, EnvironmentCalendar calendar, DeploymentType type, string passCode)
    {
        var admission = passCode is GateReasons.ManualOverride or GateReasons.Emergency ? calendar : Admission(calendar);
        var state = admission.At(request.Now);
        if (state.Open)
        {
            var closesAt = calendar.NextClosing(request.Now);
            var closing = closesAt is { } at ? $" Closes {Text(at)}." : "";
            return Pass(type, passCode, $"{Text(request.Now)} {Why(request, type, state, passCode)}.{closing}", closesAt);
        }

        var nextOpen = admission.NextOpening(request.Now);
        var opening = nextOpen is { } then ? $"Opens {Text(then)}." : "It does not open within two years.";
        return Refuse(state.Reason, $"{Text(request.Now)} is {state.Text}. {opening}")
            with { NextOpen = nextOpen, Wait = nextOpen - request.Now };
    }

    private string Why(GateRequest request, DeploymentType type, CalendarState state, string passCode) => passCode switch
    {
        GateReasons.ManualOverride =>
            $"is {hours.For(type).At(request.Now).Text}, overridden with the reason \"{PrintableText.Of(request.Reason!.Trim())}\"",
        GateReasons.Emergency =>
            $"is {hours.For(type).At(request.Now).Text}, and an emergency passes windows, holidays and checks; reason "
                + $"\"{PrintableText.Of(request.Reason!.Trim())}\"",
        _ => $"is {state.Text}",
    };

    /// <summary>The first instant from a given one on at which the calendar admits it; null if there is none.</summary>
    private Instant? NextOpening(GateRequest request, Instant from)
    {
        var later = Decide(request with { Now = Instant.Max(from, request.Now) });
        return later.ShouldDeploy ? Instant.Max(from, request.Now) : later.NextOpen;
    }

    private ITimeline Admission(EnvironmentCalendar calendar) =>
        rules.TimeLeft > Duration.Zero ? new EarlyClosing(calendar, rules.TimeLeft) : calendar;

    private EnvironmentCalendar Calendar(DeploymentType type) => new(rules.Environment, type, hours, rules.Freezes);

    private EnvironmentCalendar CalendarAtAnyHour(DeploymentType type) =>
        new(rules.Environment, type, BusinessCalendar.AlwaysOpen(hours.Zone), rules.Freezes);

    private string Text(Instant instant) => CalendarDates.Text(instant, hours.Zone);

    private GateDecision Pass(DeploymentType type, string code, string why, Instant? closesAt) =>
        new(true, type, code, $"{PrintableText.Of(rules.Environment)} is open for {type.WireName()}: {why}", ClosesAt: closesAt);

    /// <summary>A decision that blocks the deployment.</summary>
    internal GateDecision Refuse(string code, string why) =>
        new(false, DeploymentType.None, code, $"{PrintableText.Of(rules.Environment)} is closed: {why}");
}
