using System.Text;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Cli.Generation;

/// <summary>The README of an action: what it is for, a whole workflow, inputs and outputs, what can go wrong, versions.</summary>
internal static class ActionReadme
{
    public static string Of(StepDefinition step)
    {
        var name = GeneratedFiles.FileName(step);
        var text = new StringBuilder();
        text.AppendLine("<!-- Generated from the step's definition by `./build.sh generate`. Do not edit. -->");
        text.AppendLine($"# {Product.Repository}/actions/{name}").AppendLine();
        text.AppendLine(step.Summary).AppendLine();
        if (step.Details.Length > 0)
        {
            text.AppendLine(step.Details).AppendLine();
        }

        text.AppendLine("## Usage").AppendLine().AppendLine($"```yaml\n{ActionWorkflow.Of(step)}\n```").AppendLine();
        text.Append(Markdown.Section("Inputs", StepTables.ActionInputs(step)));
        text.Append(Markdown.Section("Outputs", StepTables.ActionOutputs(step)));
        text.Append(Markdown.Section("Exit status", StepTables.Ends(step)));
        text.Append(Markdown.Section("Troubleshooting", Markdown.Table(["Symptom", "What to do"],
            Troubles(step).Select(trouble => (string[])[trouble.Symptom, trouble.Remedy]))));
        text.AppendLine("## Versions").AppendLine();
        text.AppendLine($"`@{Product.MajorTag}` moves with every release that changes no input or output in an incompatible way; "
            + $"`@v{Product.Version}` never moves. To be safe from moved tags, name the commit of a release. The action runs the container "
            + "image of its version, on Linux runners.").AppendLine();
        text.AppendLine($"The same step [on the command line and on GitLab](../../docs/steps/{name}.md). [All guides]"
            + "(../../docs/guides/README.md).");
        return text.ToString();
    }

    private static IEnumerable<(string Symptom, string Remedy)> Troubles(StepDefinition step)
    {
        if (step.Config is ConfigUse.Required or ConfigUse.AllApps)
        {
            yield return ("`there is no file .pipelines.yml`", "Check the repository out before this step, or name the file with "
                + "`config`. `config-ref` reads it from a branch, without a checkout.");
        }

        if (HostInputs.All.All(input => step.AllInputs.Contains(input)))
        {
            yield return ("`local:` is refused", "A container action would deploy into its own container. Name hosts with `ssh://`, or run "
                + "`pipelines` on a runner of your own with [`actions/setup`](../setup).");
            yield return ("a host's key is not known", "Put what `ssh-keyscan` prints for it into `known-hosts`, and compare it with the "
                + "host.");
        }

        if (step.AllInputs.Any(input => input.Name == StoreInputs.Store.Name))
        {
            yield return ("nothing is found that an earlier job has recorded", "Keep the store outside of the job, as in `store: "
                + "s3://BUCKET/PREFIX`: see [stores](../../docs/guides/stores.md).");
        }

        if (step.Ends.Contains(ExitCode.LeaseHeld))
        {
            yield return ($"status {(int)ExitCode.LeaseHeld}: another deployment is in progress", "Wait for it; a `concurrency` group "
                + "keeps jobs from meeting. `pipelines lease show` tells who holds the lease.");
        }

        foreach (var trouble in step.Use.Troubles)
        {
            yield return trouble;
        }
    }
}
