using System.Diagnostics.CodeAnalysis;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Model;

/// <summary>The wire names of <see cref="DeploymentType"/>: outputs, JSON and configuration use them on every platform.</summary>
public static class DeploymentTypes
{
    private static readonly Dictionary<string, DeploymentType> ByName = Enum.GetValues<DeploymentType>()
        .ToDictionary(WireName, StringComparer.Ordinal);

    /// <summary>All wire names, including <c>none</c>.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The snake_case name.</summary>
    public static string WireName(this DeploymentType type) => type switch
    {
        DeploymentType.None => "none",
        DeploymentType.AutomatedCi => "automated_ci",
        DeploymentType.DirectPush => "direct_push",
        DeploymentType.Manual => "manual",
        DeploymentType.EmergencyManual => "emergency_manual",
        DeploymentType.ScheduledMaintenance => "scheduled_maintenance",
        DeploymentType.Queued => "queued",
        DeploymentType.Promotion => "promotion",
        DeploymentType.Rollback => "rollback",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static bool TryParse(string text, out DeploymentType value, [NotNullWhen(false)] out string? error)
    {
        error = ByName.TryGetValue(text, out value)
            ? null
            : $"\"{PrintableText.Of(text)}\" is not a deployment type. {NearestName.Hint(PrintableText.Of(text), Names)}";
        return error is null;
    }
}
