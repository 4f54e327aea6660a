using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Gates.Requirements;
using Pipelines.Model;

namespace Pipelines.Gates.Decisions;

/// <summary>Everything that blocks a deployment now, by the names that overrides use. The gate itself only reports the first.</summary>
public static class Blockers
{
    public static IReadOnlyList<string> Of(GateRules rules, GateRequest request, IReadOnlyList<RequirementResult> requirements)
    {
        var type = Gate.TypeOf(request with { Emergency = false });
        var hours = rules.Calendar ?? BusinessCalendar.AlwaysOpen(DateTimeZone.Utc);
        return
        [
            .. rules.Freezes.Where(freeze => freeze.AppliesTo(rules.Environment, Gate.TypeOf(request)) && freeze.IsOn(request.Now))
                .Select(OverrideNames.Of).Distinct(),
            .. request.PlatformFreeze is null || rules.KnowsPlatformFreezes ? [] : new[] { OverrideNames.PlatformFreeze },
            .. EnvironmentCalendar.HeedsHours(type) ? Hours(rules, hours, type, request.Now) : [],
            .. Trigger.Named(request.Trigger).LacksSuccess(request.CiConclusion) ? [OverrideNames.Conclusion] : Array.Empty<string>(),
            .. requirements.Where(result => !result.Satisfied).Select(result => result.Name),
        ];
    }

    private static IEnumerable<string> Hours(GateRules rules, BusinessCalendar hours, DeploymentType type, Instant now)
    {
        var windows = new EnvironmentCalendar(rules.Environment, type, new BusinessCalendar(hours.Zone, hours.Windows, []), []);
        if (!(rules.TimeLeft > Duration.Zero ? new EarlyClosing(windows, rules.TimeLeft) : (ITimeline)windows).At(now).Open)
        {
            yield return OverrideNames.Window;
        }

        if (!new BusinessCalendar(hours.Zone, [], hours.Holidays).At(now).Open)
        {
            yield return OverrideNames.Holiday;
        }
    }
}
