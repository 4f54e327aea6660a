using System.Text;
using Pipelines.Cli.CommandLine;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Cli.Generation;

/// <summary>The page of a component: what it is for, a whole pipeline, inputs, variables and outputs, what can go wrong. It links to
/// nothing outside of the component project.</summary>
internal static class ComponentReadme
{
    public static string Of(StepDefinition step)
    {
        var text = new StringBuilder();
        text.AppendLine("<!-- Generated from the step's definition by `./build.sh generate`. Do not edit. -->");
        text.AppendLine($"# Component: {GeneratedFiles.FileName(step)}").AppendLine();
        text.AppendLine(step.Summary).AppendLine();
        if (step.Details.Length > 0)
        {
            text.AppendLine(step.Details).AppendLine();
        }

        text.Append(Markdown.Section("Usage", $"`.gitlab-ci.yml`:\n\n```yaml\n{string.Join('\n', Pipeline(step))}\n```"));
        text.Append(Markdown.Section("Inputs", Markdown.Table(["Input", "Description", "Default"], GitLabComponent.Spec(step).Rows)));
        text.Append(Markdown.Section("CI/CD variables", Secrets(step)));
        text.Append(Markdown.Section("Outputs", Outputs(step)));
        text.Append(Markdown.Section("Exit status", StepTables.Ends(step)));
        text.Append(Markdown.Section("Troubleshooting",
            Markdown.Table(["Symptom", "What to do"], Troubles(step).Select(trouble => (string[])[trouble.Symptom, trouble.Remedy]))));
        text.AppendLine("[Versions, self-managed instances, and why a job did not run](../README.md).");
        return text.ToString();
    }

    private static IEnumerable<string> Pipeline(StepDefinition step)
    {
        var required = step.Inputs.Where(input => input is { Required: true, IsSecret: false }).ToList();
        return
        [
            "include:",
            $"  - component: $CI_SERVER_FQDN/{Product.Repository}/{GeneratedFiles.FileName(step)}@{Product.Version}",
            .. required.Count > 0 || ActionWorkflow.Packages(step) ? ["    inputs:"] : Array.Empty<string>(),
            .. required.Select(input => $"      {input.Name}: {StepReference.Sample(input)}"),
            .. ActionWorkflow.Packages(step) ? ["      path: dist", .. Build] : Array.Empty<string>(),
            .. Use(step),
        ];
    }

    /// <summary>The job before it, whose artifacts it gets.</summary>
    private static readonly string[] Build =
    [
        "",
        "build:",
        "  stage: build",
        "  script: make dist",
        "  artifacts: { paths: [dist] }",
    ];

    /// <summary>A later job that uses an output, as a variable.</summary>
    private static IEnumerable<string> Use(StepDefinition step) => step.Outputs is not [var first, ..] ? [] :
    [
        "",
        "after:",
        "  stage: .post",
        $"  needs: [{{ job: {YamlText.Quote(step.Name)}, optional: true }}]",
        $"  script: echo \"{first.Name} is ${first.DotenvName}\"",
    ];

    private static string Secrets(StepDefinition step)
    {
        var secrets = step.AllInputs.Where(input => input is { IsSecret: true, CommandLineOnly: false }).ToList();
        return secrets.Count == 0 ? "" : "Set them under *Settings > CI/CD > Variables*, protected, and masked where GitLab can do so.\n\n"
            + Markdown.Table(["Variable", "Description"],
                secrets.Select(input => (string[])[$"`{InputBinder.Variable(input)}`", input.Summary]));
    }

    private static string Outputs(StepDefinition step) => step.Outputs.Count == 0 ? ""
        : "Later jobs that need this one have them as variables.\n\n" + Markdown.Table(["Variable", "Description"],
            step.Outputs.Select(output => (string[])[$"`{output.DotenvName}`", output.Summary]));

    private static IEnumerable<(string Symptom, string Remedy)> Troubles(StepDefinition step)
    {
        if (HostInputs.All.All(input => step.AllInputs.Contains(input)))
        {
            yield return ("`local:` is refused", "A job in a container would deploy into its own container. Name hosts with `ssh://`.");
            yield return ("a host's key is not known", "Put what `ssh-keyscan` prints for it into the variable `PIPELINES_KNOWN_HOSTS`, "
                + "and compare it with the host.");
        }

        if (step.AllInputs.Any(input => input.Name == StoreInputs.Store.Name))
        {
            yield return ("nothing is found that an earlier job has recorded",
                "Keep the store outside of the job, as in `store: s3://BUCKET/PREFIX`.");
        }

        if (step.Ends.Contains(ExitCode.Blocked))
        {
            yield return ($"status {(int)ExitCode.Blocked} fails the pipeline", $"Set `allowed-exit-codes: [{(int)ExitCode.Blocked}]` if a "
                + "closed gate is only a warning.");
        }

        if (step.Ends.Contains(ExitCode.LeaseHeld))
        {
            yield return ($"status {(int)ExitCode.LeaseHeld}: another deployment is in progress",
                "Wait for it. Jobs of one project wait by themselves (`resource_group`).");
        }
    }
}
