namespace Pipelines.Hosts;

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
