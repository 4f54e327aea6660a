using Pipelines.Model;

namespace Pipelines.Hosts.Variables;

/// <summary>A value for the app's environment: a text with placeholders, or a secret.</summary>
/// <param name="Text">The text; null when it is a secret.</param>
/// <param name="Secret">The reference; null when it is a text.</param>
public sealed record EnvironmentValue(string? Text, SecretReference? Secret);
