using Pipelines.Reporting;

namespace Pipelines.Steps;

/// <summary>What it takes to speak to the platform.</summary>
public static class PlatformInputs
{
    public static Input<Secret> Token { get; } = Input.Secret(
        "token", "Token for the API of GitHub or GitLab, for requirements and for the page of deployments.") with
    { ActionDefault = "${{ github.token }}" };

    /// <summary>For steps that ask the platform for nothing else: the same, and not given unasked.</summary>
    public static Input<Secret> TokenForRef { get; } = Input.Secret("token", "Token for the API of GitHub or GitLab, with config-ref.");
}
