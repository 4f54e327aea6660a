using Pipelines.Reporting;

namespace Pipelines.Steps;

/// <summary>What is needed to query the platform.</summary>
public static class PlatformInputs
{
    public static Input<Secret> Token { get; } = Input.Secret(
        "token", "Token for the GitHub or GitLab API, for requirements and for the environments page.") with
    { ActionDefault = "${{ github.token }}" };

    /// <summary>For steps that query the platform only for this: the same token, but not passed by default.</summary>
    public static Input<Secret> TokenForRef { get; } = Input.Secret("token", "Token for the GitHub or GitLab API, for config-ref.");
}
