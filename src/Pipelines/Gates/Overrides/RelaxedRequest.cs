using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;

namespace Pipelines.Gates.Overrides;

/// <summary>The request to the gate without the rules that an override breaks.</summary>
/// <param name="Rules">The remaining rules.</param>
/// <param name="Request">The request, as if the broken rules were satisfied.</param>
/// <param name="Requirements">The remaining requirements.</param>
internal sealed record RelaxedRequest(GateRules Rules, GateRequest Request, IReadOnlyList<RequirementResult> Requirements)
{
    /// <summary>A hard freeze remains, whoever overrides it.</summary>
    public static RelaxedRequest By(
        IReadOnlyList<string> names, GateRules rules, GateRequest request, IReadOnlyList<RequirementResult> requirements) => new(
        rules with
        {
            Calendar = rules.Calendar is { } hours
                ? new BusinessCalendar(hours.Zone, names.Contains(OverrideNames.Window)
                    ? [] : hours.Windows, names.Contains(OverrideNames.Holiday) ? [] : hours.Holidays)
                : null,
            Freezes = [.. rules.Freezes.Where(freeze => freeze.IsHard || !names.Contains(OverrideNames.Of(freeze)))],
            TimeLeft = names.Contains(OverrideNames.Window) ? Duration.Zero : rules.TimeLeft,
        },
        request with
        {
            CiConclusion = names.Contains(OverrideNames.Conclusion) ? "success" : request.CiConclusion,
            PlatformFreeze = names.Contains(OverrideNames.PlatformFreeze) ? null : request.PlatformFreeze,
        },
        [.. requirements.Select(result => result.Satisfied || !names.Contains(result.Name)
            ? result : result with { Satisfied = true, Why = $"overridden: {result.Why}" })]);

    public GateDecision Decide() => new Gate(Rules).Decide(Request, Requirements);
}
