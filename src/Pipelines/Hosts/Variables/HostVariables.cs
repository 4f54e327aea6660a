namespace Pipelines.Hosts.Variables;

/// <summary>Variables that the app, its install command, its hooks and its health commands find in their environment, beside those of
/// <c>deploy.env</c>.</summary>
public static class HostVariables
{
    public const string App = "PIPELINES_APP";
    public const string Environment = "PIPELINES_ENVIRONMENT";
    public const string Release = "PIPELINES_RELEASE";
    public const string Deployment = "PIPELINES_DEPLOYMENT_ID";
    public const string Commit = "PIPELINES_COMMIT";
    public const string Slot = "PIPELINES_SLOT";
    public const string Port = "PIPELINES_PORT";
    public const string Hook = "PIPELINES_HOOK";
    public const string PreviousRelease = "PIPELINES_PREVIOUS_RELEASE";
    public const string DeploymentType = "PIPELINES_DEPLOYMENT_TYPE";
    public const string Actor = "PIPELINES_ACTOR";
    public const string Root = "PIPELINES_ROOT";
    public const string ReleaseDirectory = "PIPELINES_RELEASE_DIR";

    /// <summary>Variables of our own process that a program on the host may have. The rest may be secrets of the pipeline.</summary>
    public static IReadOnlyList<string> Inherited { get; } =
        ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "DOTNET_ROOT"];

    /// <summary>Name and meaning of those that everything gets.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> ForAll { get; } =
    [
        (App, "The app."),
        (Environment, "The environment."),
        (Release, "Id of the release."),
        (Deployment, "The deployment that brought it."),
        (Commit, "Its commit; empty when unknown."),
        (Slot, "main, or blue or green."),
        (Port, "Port of the slot; absent when none is configured."),
    ];

    /// <summary>Name and meaning of those that only hooks get.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> ForHooks { get; } =
    [
        (Hook, "Where it runs, such as before-switch."),
        (PreviousRelease, "The release that this deployment replaces; empty when there is none."),
        (DeploymentType, "Such as manual or rollback."),
        (Actor, "Who asked for it; empty when unknown."),
        (Root, "Directory of the app."),
        (ReleaseDirectory, "Directory of the release."),
    ];
}
