using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>
/// A project as a runner has it checked out: a repository on its default branch, whose origin is an instance that does not exist.
/// Its jobs run by gitlab-ci-local, with the published program on the PATH.
/// </summary>
internal sealed class GitLabProject : IDisposable
{
    private static readonly string[] Author = ["-c", "user.name=ci", "-c", "user.email=ci@example.test"];

    private GitLabProject(string path) => Root = path;

    /// <summary>Everything of this project, also what is no part of the repository.</summary>
    public string Root { get; }

    public string Path => $"{Root}/project";

    /// <summary>A directory outside the checkout, where an app is deployed to.</summary>
    public string Live => $"{Root}/live";

    public string Store => $"{Root}/store";

    /// <summary>Further variables of every command, such as <c>GIT_CONFIG_GLOBAL</c>.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Makes the project.</summary>
    /// <param name="pipeline">Text of <c>.gitlab-ci.yml</c>.</param>
    /// <param name="config">Text of <c>.pipelines.yml</c>; <c>STORE</c> and <c>LIVE</c> stand for the directories of those names.</param>
    /// <param name="components">Whether it is the component project itself, which includes its own components.</param>
    public static async Task<GitLabProject> CreateAsync(string pipeline, string? config = null, bool components = true)
    {
        var project = new GitLabProject(Directory.CreateTempSubdirectory("pipelines-gitlab-").FullName);
        Directory.CreateDirectory(project.Path);
        project.Write(".gitlab-ci.yml", pipeline);
        project.Write(".pipelines.yml", (config ?? Configs.StaticFiles).Replace("STORE", project.Store, StringComparison.Ordinal)
            .Replace("LIVE", project.Live, StringComparison.Ordinal));
        project.Write("site/index.html", "hello\n");
        if (components)
        {
            foreach (var component in Components.Names)
            {
                project.Write($"templates/{component}.yml", await File.ReadAllTextAsync($"{Components.Templates}/{component}.yml"));
            }
        }

        await project.CommitAsync();
        return project;
    }

    public void Write(string path, string text)
    {
        var file = $"{Path}/{path}";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>The whole pipeline as the instance would expand it.</summary>
    public Task<Outcome> PreviewAsync() => GitLabAsync(["--preview"]);

    /// <summary>Runs the pipeline, or the named jobs, on this machine.</summary>
    /// <param name="jobs">Names of jobs; none for all that run by themselves.</param>
    /// <param name="variables">Variables of the pipeline, such as <c>CI_PIPELINE_SOURCE=web</c>.</param>
    public Task<Outcome> RunAsync(IEnumerable<string>? jobs = null, params IEnumerable<string> variables) => GitLabAsync(
    [
        .. jobs ?? [], "--force-shell-executor", "--artifacts-to-source=false",
        .. variables.Prepend($"CI_PROJECT_DIR={Path}").Prepend("GITLAB_CI=true").SelectMany(variable => new[] { "--variable", variable }),
    ]);

    /// <summary>Runs the named jobs, each in the image that it names, by podman and runc.</summary>
    /// <param name="jobs">Names of jobs.</param>
    /// <param name="helper">Image that prepares the volumes.</param>
    /// <param name="volume">A directory and where it is mounted.</param>
    public Task<Outcome> RunInContainersAsync(IEnumerable<string> jobs, string helper, string volume)
    {
        Environment["CONTAINERS_CONF"] = SourceTree.At("tests/host-image/containers.conf");
        return GitLabAsync(
        [
            .. jobs, "--container-executable", "podman", "--pull-policy", "if-not-present", "--helper-image", helper,
            "--artifacts-to-source=false", "--volume", volume, "--variable", "GITLAB_CI=true",
        ]);
    }

    /// <summary>Runs the published program in the project.</summary>
    public Task<Outcome> PipelinesAsync(params IEnumerable<string> arguments) =>
        Command.ToEndAsync([SourceTree.Binary, .. arguments], Variables.Clean(), Path);

    /// <summary>The dotenv report that a job left.</summary>
    public string Dotenv(string job) =>
        File.ReadAllText($"{Path}/.gitlab-ci-local/artifacts/{job}/.gitlab-ci-reports/dotenv/pipelines.env");

    public async Task<Outcome> GitLabAsync(IReadOnlyList<string> arguments) => await Command.ToEndAsync(
        [await NpmTools.GitLabAsync(), "--home", $"{Root}/home", .. arguments], Variables.Clean(Environment), Path);

    public void Dispose()
    {
        foreach (var directory in Directory.GetDirectories(Root, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(Root, recursive: true);
    }

    public async Task<Outcome> GitAsync(params IEnumerable<string> arguments) =>
        (await Command.ToEndAsync(["git", .. Author, .. arguments], directory: Path)).Ends(0);

    private async Task CommitAsync()
    {
        await GitAsync("init", "--quiet", "--initial-branch", "main");
        await GitAsync("remote", "add", "origin", "https://gitlab.example.test/acme/app.git");
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message", "all");
        await GitAsync("update-ref", "refs/remotes/origin/main", "HEAD");
        await GitAsync("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    }
}
