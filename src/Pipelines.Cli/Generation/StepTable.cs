using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Cli.Generation;

/// <summary>The table of steps between two markers in the README.</summary>
internal static class StepTable
{
    private const string Begin = "<!-- steps: generated -->\n";
    private const string End = "<!-- /steps -->";

    public static string Into(string readme, IReadOnlyList<StepDefinition> steps)
    {
        var from = readme.IndexOf(Begin, StringComparison.Ordinal);
        var to = readme.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new PipelineException($"README.md lacks the lines {Begin.Trim()} and {End}.",
                "Add them where the table of steps belongs.");
        }

        var table = Markdown.Table(["Step", "What it does", "Where"], steps.Select(step => (string[])
        [
            $"[`{step.Name}`](docs/steps/{GeneratedFiles.FileName(step)}.md)",
            step.Summary,
            step.Faces == Faces.Everywhere ? "command, action, component" : "command",
        ]));
        return readme[..(from + Begin.Length)] + table + readme[to..];
    }
}
