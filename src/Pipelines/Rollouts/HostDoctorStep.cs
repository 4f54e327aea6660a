using System.Globalization;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Rollouts;

/// <summary>Tells everything that is missing on the hosts of an environment.</summary>
public sealed class HostDoctorStep(Fleets fleets) : Step
{
    private static readonly Output Missing = new("missing", "How many things are missing on all hosts together.");

    private static readonly Table<HostFinding> Findings = new Table<HostFinding>("findings")
        .Text("host", "Host", finding => finding.Host)
        .Text("what", "What", finding => finding.What)
        .Flag("sound", "Sound", finding => finding.Remedy is null)
        .Text("detail", "Found", finding => finding.Detail)
        .Text("remedy", "To do", finding => finding.Remedy);

    public override StepDefinition Definition { get; } = new("host doctor",
        "Check that the hosts of an environment are ready for a deployment, and tell everything that is missing at once.")
    {
        Details = "Connects to every host as a deployment does, and looks at the system, the processor, the user's rights, the free space "
            + "and what the configured service needs. Changes nothing, and sends nothing.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, StoreInputs.Store, .. HostInputs.All],
        Outputs = [Missing],
        Ends = [ExitCode.Failed],
        Examples = [new("host doctor --environment production", "Before the first deployment.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var found = await fleets.Targets(step).AskAsync(HostCheckup.OfAsync, cancellation);
        var findings = found.SelectMany(host => host).ToList();
        var missing = findings.Count(finding => finding.Remedy is not null);
        return new StepResult(missing == 0 ? ExitCode.Passed : ExitCode.Failed, missing == 0
            ? $"{step.Environment}: every host is ready."
            : string.Create(CultureInfo.InvariantCulture, $"{step.Environment}: {missing} things are missing."))
        {
            Views = [Findings.Of(findings)],
        }.With(Missing, missing);
    }
}
