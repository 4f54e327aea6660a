namespace Pipelines.Hosts.Hooks;

/// <summary>Names of hooks as the configuration file and the variable PIPELINES_HOOK write them.</summary>
public static class HookPoints
{
    public static IReadOnlyDictionary<HookPoint, string> Names { get; } = new Dictionary<HookPoint, string>
    {
        [HookPoint.BeforeStage] = "before-stage",
        [HookPoint.AfterStage] = "after-stage",
        [HookPoint.BeforeSwitch] = "before-switch",
        [HookPoint.AfterSwitch] = "after-switch",
        [HookPoint.AfterCommit] = "after-commit",
        [HookPoint.OnRollback] = "on-rollback",
    };
}
