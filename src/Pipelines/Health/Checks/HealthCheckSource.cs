using Pipelines.Configuration;

namespace Pipelines.Health.Checks;

/// <summary>A configured check; its secrets are resolved when it is created.</summary>
public delegate HealthCheck HealthCheckSource(ISecretSource secrets);
