using System.Text.Json.Serialization;

namespace Pipelines.Model;

/// <summary>The type of a deployment, in terms that users of such pipelines know. Wire names: <see cref="DeploymentTypes"/>.</summary>
[JsonConverter(typeof(DeploymentTypeConverter))]
public enum DeploymentType
{
    /// <summary>Nothing is deployed.</summary>
    None = 0,

    /// <summary>Requested because the checks of a commit passed.</summary>
    AutomatedCi,

    /// <summary>Requested by a push or a release.</summary>
    DirectPush,

    /// <summary>Requested by a person.</summary>
    Manual,

    /// <summary>Requested by a person, and cannot wait for windows or checks.</summary>
    EmergencyManual,

    /// <summary>Requested by a schedule.</summary>
    ScheduledMaintenance,

    /// <summary>Was blocked earlier, queued, and is now due.</summary>
    Queued,

    /// <summary>Deploys the release of one environment to the next one.</summary>
    Promotion,

    /// <summary>Returns to an earlier release. No window, freeze or queue applies.</summary>
    Rollback,
}
