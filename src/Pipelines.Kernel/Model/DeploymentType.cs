namespace Pipelines.Model;

/// <summary>What kind of deployment it is, as users of such pipelines know it. Wire names: <see cref="DeploymentTypes"/>.</summary>
public enum DeploymentType
{
    /// <summary>Nothing is deployed.</summary>
    None = 0,

    /// <summary>The checks of a commit passed and asked for it.</summary>
    AutomatedCi,

    /// <summary>A push or a release asked for it.</summary>
    DirectPush,

    /// <summary>A person asked for it.</summary>
    Manual,

    /// <summary>A person asked for it and cannot wait for windows or checks.</summary>
    EmergencyManual,

    /// <summary>A schedule asked for it.</summary>
    ScheduledMaintenance,

    /// <summary>It was blocked before, waited, and its time has come.</summary>
    Queued,

    /// <summary>What runs in one environment goes to the next one.</summary>
    Promotion,

    /// <summary>Back to an earlier release. No window, no freeze and no queue holds it up.</summary>
    Rollback,
}
