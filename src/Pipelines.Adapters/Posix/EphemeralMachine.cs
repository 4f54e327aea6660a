namespace Pipelines.Adapters.Posix;

/// <summary>Finds out whether this machine is discarded with the step or job that runs on it. Only what our image and the platforms
/// declare counts: a container as such may live for years.</summary>
/// <param name="variable">Looks up an environment variable.</param>
public sealed class EphemeralMachine(Func<string, string?> variable)
{
    /// <summary>Set in our image.</summary>
    public const string ImageVariable = "PIPELINES_IMAGE";

    /// <summary>Where GitHub's runner mounts the workspace in the container of an action.</summary>
    private const string ActionWorkspace = "/github/workspace";

    /// <summary>Where it mounts the workspace in the container of a job.</summary>
    private const string JobWorkspace = "/__w/";

    /// <summary>What this machine is and when it is gone, such as <c>this container, which is gone when it ends</c>; null when nothing
    /// says that it will be.</summary>
    public string? Description => (IsSet("GITHUB_ACTIONS"), variable("GITHUB_WORKSPACE")) switch
    {
        (true, ActionWorkspace) => "the container of this step, which is gone when the step ends",
        (true, { } workspace) when workspace.StartsWith(JobWorkspace, StringComparison.Ordinal) =>
            "the container of this job, which is gone when the job ends",
        (true, _) when variable("RUNNER_ENVIRONMENT") == "github-hosted" => "a runner of GitHub's, which is gone when the job ends",
        _ when IsSet("GITLAB_CI") && IsSet("CI_DISPOSABLE_ENVIRONMENT") => "the environment of this job, which is gone when the job ends",
        _ when !string.IsNullOrEmpty(variable(ImageVariable)) => "this container, which is gone when it ends",
        _ => null,
    };

    private bool IsSet(string name) => variable(name) == "true";
}
