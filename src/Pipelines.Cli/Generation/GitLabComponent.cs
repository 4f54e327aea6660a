using Pipelines.Steps;

namespace Pipelines.Cli.Generation;

/// <summary>The GitLab component of a step, and that of the whole flow.</summary>
internal static class GitLabComponent
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "guarded-deploy";

    /// <summary>One job that runs the step.</summary>
    public static string Of(StepDefinition step) =>
        $"{Spec(step)}{new GitLabJob(step) { Name = "$[[ inputs.job-name ]]", Inputs = Inputs(step) }}";

    /// <summary>The inputs of that component.</summary>
    public static GitLabSpec Spec(StepDefinition step)
    {
        var spec = new GitLabSpec()
            .Text("stage", "Stage of the job.", "deploy")
            .Text("job-name", "Name of the job.", step.Name);
        AddCommon(spec, step);
        spec.List("rules", "When the job runs.", Rules(step));
        return spec.AddRange(Inputs(step));
    }

    /// <summary>
    /// Three jobs: the gate, the deployment that needs it, and the manual rollback. The rollback gets the inputs that identify the
    /// environment, but none that identify the deployment it undoes.
    /// </summary>
    public static string OfFlow(StepDefinition gate, StepDefinition deploy, StepDefinition rollback)
    {
        var inputs = Inputs(deploy);
        var spec = new GitLabSpec()
            .Text("stage", "Stage of the jobs.", "deploy")
            .Text("job-prefix", "Prefix for the names of the jobs gate, deploy and rollback.", "")
            .Text("build-job", "Job whose artifacts are deployed; ignored if it does not exist.", "build");
        AddCommon(spec, deploy);
        spec.List("rules", "When gate and deploy run.", GitLabSpec.DefaultBranchOnly)
            .List("rollback-rules", "When the manual rollback job is added.", GitLabSpec.ByHand)
            .AddRange(inputs);
        string[] ofDeploymentOnly = ["release", "commit", "reason", "again"];
        return $"""
            {spec}{new GitLabJob(gate) { Name = Prefixed("gate"), Inputs = Shared(gate) }}
            {new GitLabJob(deploy) { Name = Prefixed("deploy"), Inputs = inputs, Needs = DeployNeeds }}
            {new GitLabJob(rollback) { Name = Prefixed("rollback"),
                Inputs = Shared(rollback).Where(input => !ofDeploymentOnly.Contains(input.Name)),
                Rules = "rollback-rules", Needs = "[]" }}
            """.TrimEnd() + "\n";

        IEnumerable<Input> Shared(StepDefinition step) => Inputs(step).Where(input => inputs.Any(each => each.Name == input.Name));
    }

    private const string DeployNeeds =
        """[{ job: "$[[ inputs.job-prefix ]]gate" }, { job: "$[[ inputs.build-job ]]", optional: true }]""";

    private static string Rules(StepDefinition step) => step.Name switch
    {
        "rollback" => GitLabSpec.ByHand,
        "maintenance" => GitLabSpec.Scheduled,
        _ => GitLabSpec.DefaultBranchOnly,
    };

    private static string Prefixed(string name) => $"$[[ inputs.job-prefix ]]{name}";

    /// <summary>A secret is a project variable, which is masked; an input would be visible in the file.</summary>
    private static IReadOnlyList<Input> Inputs(StepDefinition step) =>
        [.. step.AllInputs.Where(input => !input.CommandLineOnly && !input.IsSecret)];

    private static void AddCommon(GitLabSpec spec, StepDefinition step)
    {
        var waits = step.Inputs.Any(input => input.Name == "wait-limit");
        spec.Text("image", "The container image.", $"{Product.Image}:{Product.Version}")
            .Text("timeout", "Time limit of a job.", waits ? "2h" : "1h");
        if (step.EnvironmentAction is not null)
        {
            spec.Choice("tier", "Tier of the environment, by which GitLab sorts and counts deployments.",
                ["production", "staging", "testing", "development", "other"], "production");
        }

        if (GitLabJob.CanBlock(step))
        {
            spec.List("allowed-exit-codes", "Exit statuses that count as a warning instead of a failure: [3] for blocked. [0] is none.",
                "[0]");
        }
    }
}
