namespace Pipelines.Hosts.Hooks;

/// <summary>When a hook runs.</summary>
public enum HookPoint
{
    BeforeStage,
    AfterStage,
    BeforeSwitch,
    AfterSwitch,
    AfterCommit,
    OnRollback,
}
