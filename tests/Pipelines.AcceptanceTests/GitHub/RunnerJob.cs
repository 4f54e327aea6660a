using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>
/// A job's workspace and temp on a runner that has no privileges of its own, and its way to run a container action.
/// Rules: actions/runner, ContainerActionHandler.cs and DockerCommandManager.cs.
/// </summary>
internal sealed class RunnerJob : IDisposable
{
    /// <summary>The user of a runner: never root.</summary>
    public const int User = 1001;

    private readonly Scratch _folder = new();
    private int _steps;

    public RunnerJob()
    {
        foreach (var name in (string[])["work", "temp/_github_home", "temp/_github_workflow", "temp/_runner_file_commands"])
        {
            Directory.CreateDirectory(_folder[name]);
        }

        File.WriteAllText(_folder["temp/_github_workflow/event.json"], "{}");
    }

    /// <summary>The workspace's path on the runner.</summary>
    public string Workspace => _folder["work"];

    /// <summary>Variables of the workflow, over the runner's own.</summary>
    public Dictionary<string, string> Variables { get; } = new()
    {
        ["CI"] = "true",
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_ACTOR"] = "octocat",
        ["GITHUB_EVENT_NAME"] = "workflow_dispatch",
        ["GITHUB_EVENT_PATH"] = "/github/workflow/event.json",
        ["GITHUB_REF_NAME"] = "main",
        ["GITHUB_REPOSITORY"] = "acme/backend",
        ["GITHUB_RUN_ID"] = "4711",
        ["GITHUB_RUN_NUMBER"] = "12",
        ["GITHUB_SERVER_URL"] = "https://github.example.test",
        ["GITHUB_SHA"] = "a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f70",
        ["GITHUB_TRIGGERING_ACTOR"] = "octocat",
        ["GITHUB_WORKSPACE"] = "/github/workspace",
        ["HOME"] = "/github/home",
        ["RUNNER_OS"] = "Linux",
        ["RUNNER_TEMP"] = "/github/runner_temp",
    };

    /// <summary>What a step's container sees of the network: nothing, or with <c>host</c> what the runner sees.</summary>
    public string Network { get; init; } = "none";

    /// <summary>Paths in the workspace that belong to root before a step, as another container may have left them.</summary>
    public List<string> OfRoot { get; } = [];

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Workspace, path))!);
        File.WriteAllText(Path.Combine(Workspace, path), text);
    }

    /// <summary>Runs an action of this repository with these inputs, given as <c>name=value</c>.</summary>
    /// <param name="action">Its folder; empty for the root's.</param>
    public StepEnd Run(string action, params IEnumerable<string> inputs)
    {
        var definition = ActionDefinition.Load(action);
        return Run(definition, [ImageFixture.Name, .. definition.Arguments], inputs);
    }

    /// <summary>Runs what an action does when the job ends.</summary>
    /// <param name="action">Its folder; empty for the root's.</param>
    /// <param name="state">What its step saved, as lines <c>name=value</c>.</param>
    /// <param name="inputs">The inputs of its step.</param>
    public StepEnd RunPost(string action, string state, params IEnumerable<string> inputs)
    {
        var definition = ActionDefinition.Load(action);
        foreach (var line in state.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Variables[$"STATE_{line.Split('=', 2)[0]}"] = line.Split('=', 2)[1];
        }

        return Run(definition, ["--entrypoint", definition.PostEntryPoint!, ImageFixture.Name, .. definition.Arguments], inputs);
    }

    private StepEnd Run(ActionDefinition definition, IReadOnlyList<string> image, IEnumerable<string> inputs)
    {
        Podman.AsRoot("chown", "-hR", $"{User}:{User}", _folder.Path).Ends(0);
        OfRoot.ForEach(path => Podman.AsRoot("chown", "root:root", Path.Combine(Workspace, path)).Ends(0));
        var (commands, step) = (_folder["temp/_runner_file_commands"], _steps++);
        var variables = new Dictionary<string, string>(Variables);
        foreach (var (name, value) in definition.Defaults.Concat(
            inputs.Select(input => KeyValuePair.Create(input.Split('=', 2)[0], input.Split('=', 2)[1]))))
        {
            variables[$"INPUT_{name.Replace(' ', '_').ToUpperInvariant()}"] = value;
        }

        foreach (var (name, file) in FileCommandFiles(step))
        {
            File.WriteAllText(Path.Combine(commands, file), "");
            variables[name] = $"/github/file_commands/{file}";
        }

        var ended = Podman.Run(
            ["run", "--name", $"pipelines_{Guid.NewGuid():N}", "--workdir", "/github/workspace", "--rm", "--network", Network,
                .. variables.Keys.SelectMany(name => (string[])["-e", name]),
                "-v", $"{_folder["temp"]}:/github/runner_temp", "-v", $"{_folder["temp/_github_home"]}:/github/home",
                "-v", $"{_folder["temp/_github_workflow"]}:/github/workflow", "-v", $"{commands}:/github/file_commands",
                "-v", $"{Workspace}:/github/workspace", .. image],
            variables.Where(pair => pair.Key is not "HOME"));
        return new StepEnd(
            ended.ExitCode, new RunnerLog(ended.Output), ended.Errors,
            FileCommands.Read(File.ReadAllText(Path.Combine(commands, $"set_output_{step}"))),
            File.ReadAllText(Path.Combine(commands, $"step_summary_{step}")),
            File.ReadAllText(Path.Combine(commands, $"save_state_{step}")));
    }

    /// <summary>A command line with the program's image on the workspace, outside of any step.</summary>
    public Outcome Shell(string command) =>
        Podman.Run(
            ["run", "--rm", "--network", "none", "--workdir", "/github/workspace", "-v", $"{Workspace}:/github/workspace", "--entrypoint",
            "bash", ImageFixture.Name, "-c", command]);

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<(string Variable, string File)> FileCommandFiles(int step) =>
    [
        ("GITHUB_OUTPUT", $"set_output_{step}"), ("GITHUB_STEP_SUMMARY", $"step_summary_{step}"), ("GITHUB_ENV", $"set_env_{step}"),
        ("GITHUB_PATH", $"add_path_{step}"), ("GITHUB_STATE", $"save_state_{step}"),
    ];
}
