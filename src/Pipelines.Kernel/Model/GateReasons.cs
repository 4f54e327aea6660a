namespace Pipelines.Model;

/// <summary>The machine-readable codes of the output <c>reason</c>. They are a contract: never renamed.</summary>
public static class GateReasons
{
    /// <summary>Inside a window, or no window is configured.</summary>
    public const string Open = "open";

    public const string OutsideWindow = "outside-window";

    /// <summary>Blocked: open, but it closes before a deployment would be finished.</summary>
    public const string ClosingSoon = "closing-soon";

    /// <summary>Blocked: it was waiting, and a deployment requested later went live in the meantime.</summary>
    public const string Outdated = "outdated";

    public const string Holiday = "holiday";

    public const string Freeze = "freeze";

    /// <summary>Passed: a schedule, and its window is open.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Passed: outside the calendar, with a valid reason from a person.</summary>
    public const string ManualOverride = "manual-override";

    /// <summary>Passed: an emergency with a valid reason.</summary>
    public const string Emergency = "emergency";

    /// <summary>Passed: a rollback always does.</summary>
    public const string Rollback = "rollback";

    /// <summary>Blocked: the checks of the commit did not succeed, or their result is unknown.</summary>
    public const string ChecksFailed = "checks-failed";

    /// <summary>Blocked: a requirement of the environment is not met, or cannot be evaluated.</summary>
    public const string RequirementUnmet = "requirement-unmet";

    /// <summary>Passed: what blocked it was overridden.</summary>
    public const string Override = "override";

    /// <summary>Blocked: it needs an override, and the requested one is not sufficient.</summary>
    public const string OverrideRefused = "override-refused";

    /// <summary>Blocked: it needs a reason, and none was given or it does not meet the policy.</summary>
    public const string ReasonRequired = "reason-required";

    /// <summary>Blocked: a run with this trigger never deploys.</summary>
    public const string UnsupportedTrigger = "unsupported-trigger";

    /// <summary>Blocked: the environment does not list this trigger.</summary>
    public const string TriggerNotAllowed = "trigger-not-allowed";
}
