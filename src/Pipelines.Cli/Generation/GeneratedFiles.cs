using System.Text.Encodings.Web;
using System.Text.Json;
using Pipelines.Configuration;
using Pipelines.Steps;

namespace Pipelines.Cli.Generation;

/// <summary>All files generated from the steps and the configuration schema.</summary>
internal static class GeneratedFiles
{
    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="readme">The current README; only the part between its markers is replaced.</param>
    public static IReadOnlyList<GeneratedFile> All(IReadOnlyList<StepDefinition> steps, ConfigSchema schema, string readme) =>
    [
        .. steps.Where(step => step.Faces == Faces.Everywhere).SelectMany(Faced),
        new(TemplatePath(GitLabComponent.Flow),
            GitLabComponent.OfFlow(Named(steps, "gate"), Named(steps, "deploy"), Named(steps, "rollback"))),
        .. steps.Where(step => step.Name == "deploy")
            .Select(step => new GeneratedFile("action.yml", ActionYaml.Of(step, "Pipelines: guarded deploy"))),
        .. steps.Select(step => new GeneratedFile($"docs/steps/{FileName(step)}.md", StepReference.Of(step))),
        new("docs/configuration.md", ConfigReference.Of(schema)),
        new("docs/pipelines.schema.json", schema.JsonSchema().ToJsonString(Options) + "\n"),
        new("README.md", StepTable.Into(readme, steps)),
    ];

    public static string FileName(StepDefinition step) => step.Name.Replace(' ', '-');

    private static IEnumerable<GeneratedFile> Faced(StepDefinition step) =>
    [
        new($"actions/{FileName(step)}/action.yml", ActionYaml.Of(step, $"Pipelines: {step.Name}")),
        new($"actions/{FileName(step)}/README.md", ActionReadme.Of(step)),
        new(TemplatePath(FileName(step)), GitLabComponent.Of(step)),
        new($"gitlab-components/docs/{FileName(step)}.md", ComponentReadme.Of(step)),
    ];

    private static string TemplatePath(string component) => $"gitlab-components/templates/{component}.yml";

    private static StepDefinition Named(IReadOnlyList<StepDefinition> steps, string name) => steps.Single(step => step.Name == name);
}
