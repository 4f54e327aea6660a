using System.Globalization;
using Pipelines.Cli.Generation;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Cli.Steps;

/// <summary>Writes every file generated from the step definitions, or lists the stale ones.</summary>
/// <param name="steps">All definitions.</param>
/// <param name="schema">The configuration schema.</param>
internal sealed class GenerateStep(Func<IReadOnlyList<StepDefinition>> steps, ConfigSchema schema) : Step
{
    private static readonly Input<bool> Check = Input.Flag("check", "Write nothing; fail if a file is stale.");

    private static readonly Input<string> Root =
        Input.Text("root", "Root of the repository.").Or(".", ".");

    public override StepDefinition Definition { get; } = new("generate",
        "Generate actions, components, references and schema from the step definitions.")
    {
        Inputs = [Check, Root],
        Ends = [ExitCode.Failed],
        Examples = [new("generate", "After changing a step."), new("generate --check", "In CI: is everything up to date?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var root = step.Require(Root);
        var readmePath = Path.Combine(root, "README.md");
        var readme = File.Exists(readmePath)
            ? await File.ReadAllTextAsync(readmePath, cancellation)
            : throw PipelineException.BadInput("--root", $"there is no file {readmePath}.", "Run it in the root of the repository.");
        var files = GeneratedFiles.All(steps(), schema, readme);
        var stale = files.Where(file => !IsFresh(root, file)).ToList();
        if (!step.Get(Check))
        {
            stale.ForEach(file => Write(root, file));
            return StepResult.Passed(string.Create(CultureInfo.InvariantCulture, $"{files.Count} files, {stale.Count} written."));
        }

        return stale.Count == 0
            ? StepResult.Passed(string.Create(CultureInfo.InvariantCulture, $"{files.Count} files are up to date."))
            : new StepResult(ExitCode.Failed,
                $"stale: {string.Join(", ", stale.Select(file => file.Path))}. Run ./build.sh generate and commit.");
    }

    private static bool IsFresh(string root, GeneratedFile file)
    {
        var path = Path.Combine(root, file.Path);
        return File.Exists(path) && File.ReadAllText(path) == file.Content;
    }

    private static void Write(string root, GeneratedFile file)
    {
        var path = Path.Combine(root, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, file.Content);
    }
}
