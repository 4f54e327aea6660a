namespace Pipelines.Hosts.Hooks;

/// <summary>Names of hooks as the configuration file and the variable PIPELINES_HOOK write them.</summary>
public static class HookPoints
{
    /// <summary>Each with its name and when it runs, in that order.</summary>
    public static IReadOnlyList<(HookPoint Point, string Name, string When)> All { get; } =
    [
        (HookPoint.BeforeStage, "before-stage", "Before the release is on the host: give the program by an absolute path, or one on PATH."),
        (HookPoint.AfterStage, "after-stage", "When the release and what install made are on the host, and the old one still serves."),
        (HookPoint.BeforeSwitch, "before-switch",
            "With restart: before the old release is stopped. With two slots: when the new one has passed its checks, before traffic "
                + "moves."),
        (HookPoint.AfterSwitch, "after-switch",
            "When the new release runs and traffic has moved, before the remaining checks. A failure still rolls back."),
        (HookPoint.AfterCommit, "after-commit", "When the host has recorded the release as live. A failure no longer rolls back."),
        (HookPoint.OnRollback, "on-rollback", "First of all when a host goes back to the release before."),
    ];

    public static IReadOnlyDictionary<HookPoint, string> Names { get; } = All.ToDictionary(hook => hook.Point, hook => hook.Name);
}
