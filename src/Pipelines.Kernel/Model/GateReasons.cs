namespace Pipelines.Model;

/// <summary>The machine codes of the output <c>reason</c>. They are a contract: never renamed.</summary>
public static class GateReasons
{
    /// <summary>Inside a window, or no window is configured.</summary>
    public const string Open = "open";

    public const string OutsideWindow = "outside-window";

    /// <summary>Blocked: open, but it closes before a deployment would be through.</summary>
    public const string ClosingSoon = "closing-soon";

    /// <summary>Blocked: it waited, and a deployment that was asked for later went live meanwhile.</summary>
    public const string Outdated = "outdated";

    public const string Holiday = "holiday";

    public const string Freeze = "freeze";

    /// <summary>Passed: a schedule, and its window is open.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Passed: closed by the clock, and a person gave a valid reason.</summary>
    public const string ManualOverride = "manual-override";

    /// <summary>Passed: an emergency with a valid reason.</summary>
    public const string Emergency = "emergency";

    /// <summary>Passed: a rollback always does.</summary>
    public const string Rollback = "rollback";

    /// <summary>Blocked: the checks of the commit did not end in success, or it is not known how they ended.</summary>
    public const string ChecksFailed = "checks-failed";

    /// <summary>Blocked: something that the environment requires is not so, or cannot be found out.</summary>
    public const string RequirementUnmet = "requirement-unmet";

    /// <summary>Passed: what held it up was overridden.</summary>
    public const string Override = "override";

    /// <summary>Blocked: it would take an override, and the one that was asked for does not do.</summary>
    public const string OverrideRefused = "override-refused";

    /// <summary>Blocked: it needs a reason, and none was given or it does not meet the policy.</summary>
    public const string ReasonRequired = "reason-required";

    /// <summary>Blocked: a run started like this never deploys.</summary>
    public const string UnsupportedTrigger = "unsupported-trigger";

    /// <summary>Blocked: the environment does not list this trigger.</summary>
    public const string TriggerNotAllowed = "trigger-not-allowed";
}
