using Pipelines.Configuration;
using Pipelines.Configuration.Schema;

namespace Pipelines.Health.Checks;

/// <summary>A systemd unit that is active.</summary>
/// <param name="Unit">Such as <c>backend@blue.service</c>.</param>
public sealed record SystemdCheck(string Unit) : HealthCheck
{
    public static Case<HealthCheckSource> Kind { get; } =
        Shapes.Case<HealthCheckSource, string>(Key.Optional("systemd", "Check that this systemd unit is active.", Shapes.Text), unit => _ =>
            new SystemdCheck(unit));

    public override string Description => $"systemd unit {Unit}";

    protected override HealthCheck ExpandOwn(Placeholders values) => this with { Unit = values.Expand(Unit) };
}
