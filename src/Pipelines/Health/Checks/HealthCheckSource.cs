using Pipelines.Configuration;

namespace Pipelines.Health.Checks;

/// <summary>A configured check; its secrets are looked up when it is made.</summary>
public delegate HealthCheck HealthCheckSource(ISecretSource secrets);
