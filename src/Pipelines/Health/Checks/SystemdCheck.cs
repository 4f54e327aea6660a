using Pipelines.Configuration;

namespace Pipelines.Health.Checks;

/// <summary>A systemd unit that is active.</summary>
/// <param name="Unit">Such as <c>backend@blue.service</c>.</param>
public sealed record SystemdCheck(string Unit) : HealthCheck
{
    public override string Description => $"systemd unit {Unit}";

    protected override HealthCheck ExpandOwn(Placeholders values) => this with { Unit = values.Expand(Unit) };
}
