using Pipelines.Configuration;

namespace Pipelines.Health;

/// <summary>A configured check; its secrets are looked up when it is made.</summary>
public delegate HealthCheck HealthCheckSource(ISecretSource secrets);
