using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;
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

    private static readonly Input<string> Host = Input.Text(
        "host", "Where it is deployed: local: for the machine that this runs on, or ssh://user@host.").Or("local:", "local:");

    private static readonly Input<string> Store = Input.Text(
        "store", "Where releases and records are kept: s3://BUCKET/PREFIX, or file:PATH. Default: next to the configuration file; with a "
            + "platform and local:, a directory of the machine, because a checkout would remove it.");

    public override StepDefinition Definition { get; } = new("init", "Write a first .pipelines.yml, and the workflow or include for it.")
    {
        Details = "Prompts for missing values if run in a terminal. Never overwrites a file; a .gitignore gets the line .pipelines/.",
        Inputs = [App, CommonInputs.Environment.Or("production", "production"), Directory, Platform, Host, Store],
        Examples =
        [
            new("init --app backend --platform github", "On a runner of your own, which is the host."),
            new("init --app backend --platform github --host ssh://deploy@web-1.example.com --store s3://acme-releases/backend",
                "On GitHub's runners."),
        ],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var app = step.Get(App) ?? Ask("App", Default(), NamePattern.Identifier.Accepts, NamePattern.Identifier.Expected);
        var answers = new InitAnswers(
            app, step.Require(CommonInputs.Environment), step.Require(Directory), step.Require(Host), StoreOf(step, app));
        List<(string Path, string Content)> files = [(CommonInputs.Config.Default!, InitFiles.Config(answers))];
        files.AddRange(step.Get(Platform) switch
        {
            InitPlatform.GitHub => [(".github/workflows/deploy.yml", InitFiles.Workflow(answers))],
            InitPlatform.GitLab => [(".gitlab-ci.yml", InitFiles.Include(answers))],
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

        await IgnoreOwnFilesAsync(cancellation);
        return StepResult.Passed($"wrote {string.Join(" and ", files.Select(file => file.Path))}. "
            + $"Next: pipelines deploy --environment {answers.Environment} --dry-run");
    }

    /// <summary>A store that lasts longer than a checkout.</summary>
    private static string? StoreOf(StepContext step, string app) => step.Get(Store) switch
    {
        { } given => given,
        null when step.Get(Platform) == InitPlatform.None => null,
        null when step.Require(Host).StartsWith("local:", StringComparison.Ordinal) => $"file:/var/lib/pipelines/{app}",
        null when Console.IsInputRedirected => throw PipelineException.BadInput(
            "--store", "is missing: the platform's runners keep nothing, and releases and records have to outlive the job.",
            "Give a bucket, such as s3://acme-releases/backend; see docs/guides/stores.md."),
        null => Ask("Store", $"s3://{app}-releases/{app}", text => text.Contains(':', StringComparison.Ordinal), "s3://BUCKET/PREFIX"),
    };

    /// <summary>What the program keeps next to the file is nobody's source.</summary>
    private static async Task IgnoreOwnFilesAsync(CancellationToken cancellation)
    {
        const string File = ".gitignore", Line = ".pipelines/";
        var lines = System.IO.File.Exists(File) ? await System.IO.File.ReadAllTextAsync(File, cancellation) : "";
        if (!lines.Split('\n').Any(line => line.Trim().Trim('/') == Line.Trim('/')))
        {
            var separator = lines.Length == 0 || lines.EndsWith('\n') ? "" : "\n";
            await System.IO.File.AppendAllTextAsync(File, $"{separator}{Line}\n", cancellation);
        }
    }

    private static string Default()
    {
        var name =
            new string(
                [.. Path.GetFileName(Environment.CurrentDirectory).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')])
                .Trim('-');
        return NamePattern.Identifier.Accepts(name) ? name : "app";
    }

    /// <summary>Prompts a person until the answer is valid; uses the suggestion if nobody can answer.</summary>
    private static string Ask(string question, string suggestion, Func<string, bool> accepts, string expected)
    {
        while (!Console.IsInputRedirected)
        {
            Console.Error.Write($"{question} [{suggestion}]: ");
            if (Console.ReadLine() is not { Length: > 0 } answer)
            {
                break;
            }

            if (accepts(answer))
            {
                return answer;
            }

            Console.Error.WriteLine($"\"{PrintableText.Of(answer)}\" is not valid. Expected {expected}.");
        }

        return suggestion;
    }
}
