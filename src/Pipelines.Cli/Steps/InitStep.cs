using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Cli.Steps;

/// <summary>Writes a first configuration file, and the workflow or include for it.</summary>
internal sealed class InitStep : Step
{
    private static readonly Input<string> App = Input.Parsed(
        "app", "Name of the app. Default: the name of the directory.", NamePattern.Identifier.Expected,
        (string text, out string? value) => NamePattern.Identifier.Accepts(value = text));

    private static readonly Input<string> Directory = Input.Text("path", "Directory with the build.").Or("dist", "dist");

    private static readonly Input<InitPlatform> Platform = Input.Choice<InitPlatform>(
        "platform", "Also write the files for this platform.", ("none", InitPlatform.None), ("github", InitPlatform.GitHub),
        ("gitlab", InitPlatform.GitLab)).Or(InitPlatform.None, "none");

    public override StepDefinition Definition { get; } = new("init", "Write a first .pipelines.yml, and the workflow or include for it.")
    {
        Details = "Prompts for missing values if run in a terminal. Never overwrites a file.",
        Inputs = [App, CommonInputs.Environment.Or("production", "production"), Directory, Platform],
        Examples = [new("init --app backend --platform github", "Begin.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var app = step.Get(App) ?? Ask("App", Default(), NamePattern.Identifier.Accepts);
        var (environment, path) = (step.Require(CommonInputs.Environment), step.Require(Directory));
        List<(string Path, string Content)> files = [(CommonInputs.Config.Default!, InitFiles.Config(app, environment, path))];
        files.AddRange(step.Get(Platform) switch
        {
            InitPlatform.GitHub => [(".github/workflows/deploy.yml", InitFiles.Workflow(environment, path))],
            InitPlatform.GitLab => [(".gitlab-ci.yml", InitFiles.Include(environment, path))],
            _ => [],
        });
        var taken = files.Where(file => File.Exists(file.Path)).Select(file =>
            new Problem(file.Path, "already exists.", "Move it away, or edit it manually.")).ToList();
        if (taken.Count > 0)
        {
            throw new PipelineException(taken);
        }

        foreach (var (name, content) in files)
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(name))!);
            await File.WriteAllTextAsync(name, content, cancellation);
        }

        return StepResult.Passed(
            $"wrote {string.Join(" and ", files.Select(file => file.Path))}. Next: pipelines deploy --environment {environment} --dry-run");
    }

    private static string Default()
    {
        var name =
            new string(
                [.. Path.GetFileName(Environment.CurrentDirectory).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')])
                .Trim('-');
        return NamePattern.Identifier.Accepts(name) ? name : "app";
    }

    /// <summary>Prompts a person; uses the default if nobody can answer.</summary>
    private static string Ask(string question, string suggestion, Func<string, bool> accepts)
    {
        if (Console.IsInputRedirected)
        {
            return suggestion;
        }

        Console.Error.Write($"{question} [{suggestion}]: ");
        var answer = Console.ReadLine() is { Length: > 0 } typed ? typed : suggestion;
        return accepts(answer) ? answer
            : throw PipelineException.BadInput(question, $"\"{answer}\" is not valid. Expected {NamePattern.Identifier.Expected}.");
    }
}
