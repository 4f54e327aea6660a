using System.Text.RegularExpressions;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Operations;

/// <summary>Prepares the hosts of an environment once.</summary>
public sealed partial class HostSetupStep(Fleets fleets) : Step
{
    private static readonly Input<string> As = Input.Parsed("as",
        "Who enters the hosts to prepare them: root, or a user who may use sudo without a password. Hosts that are local: are entered as "
            + "whoever runs this.", UserName, (string text, out string? value) => User().IsMatch(value = text)).Or("root", "root");

    private static readonly Input<string> Deployer = Input.Parsed("user",
        "The user that deploys. Default: the one in the address of the host.", UserName,
        (string text, out string? value) => User().IsMatch(value = text));

    private static readonly Input<string> PublicKey = Input.Text("public-key",
        "Public keys that are let in as that user: lines of authorized_keys. Default: none are added.") with
    { IsProse = true };

    private static readonly Input<bool> Check = Input.Flag("check", "Change nothing, and fail when something is missing.");

    private static readonly Output Missing = new("missing", "How many things are missing on all hosts together.");
    private static readonly Output Changed = new("changed", "How many things were done on all hosts together.");

    private static readonly Table<SetupFinding> Findings = new Table<SetupFinding>("findings")
        .Text("host", "Host", finding => finding.Host)
        .Text("what", "What", finding => finding.Task.What)
        .Text("detail", "Detail", finding => finding.Task.Detail, Excerpt.Of)
        .Text("state", "State", finding => finding.State.ToString().ToLowerInvariant());

    private const string UserName = "the name of a user: lower-case letters, digits, dashes and underscores, at most 32";

    public override StepDefinition Definition { get; } = new("host setup",
        "Prepare the hosts of an environment: user, directory, and sudo for the commands that a deployment runs as root.")
    {
        Details = "Enters every host as root or through sudo, and makes what is missing: the user that deploys, its keys, groups that let "
            + "it read the journal and speak to HAProxy, the directory of the app with its owner and mode, and a file of sudoers "
            + "that allows just the commands that the configuration names or a systemd service needs, checked by visudo. Each command "
            + "is shown before it is run. What is there is left alone, so it may be run again, and is after the configuration has "
            + "changed.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, As, Deployer, PublicKey, Check, CommonInputs.DryRun,
            StoreInputs.Store, .. HostInputs.All],
        Outputs = [Missing, Changed],
        Ends = [ExitCode.Failed],
        Examples = [new("host setup --environment production --dry-run", "What would be done?"),
            new("host setup --environment production --as admin", "Do it, through the sudo of the user admin.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var isOnlyLook = step.Get(Check) || step.Get(CommonInputs.DryRun);
        var hosts = fleets.Entered(step, step.Require(As));
        var setups = hosts.Select(host => new HostSetup(host.Host, TasksOf(step, host.Address), step.Reporter)).ToList();
        var findings = new List<SetupFinding>();
        foreach (var setup in setups)
        {
            findings.AddRange(await setup.RunAsync(change: !isOnlyLook, cancellation));
        }

        var missing = findings.Count(finding => finding.State == SetupState.Missing);
        var changed = findings.Count(finding => finding.State == SetupState.Done);
        return new StepResult(step.Get(Check) && missing > 0 ? ExitCode.Failed : ExitCode.Passed, missing > 0
            ? $"{step.Environment}: {missing} {(missing == 1 ? "thing is" : "things are")} missing; nothing was changed."
            : $"{step.Environment}: every host is prepared; {changed} {(changed == 1 ? "thing was" : "things were")} done.")
        {
            Views = [Findings.Of(findings)],
        }.With(Missing, missing).With(Changed, changed);
    }

    private static IReadOnlyList<SetupTask> TasksOf(StepContext step, HostAddress address)
    {
        var user = step.Get(Deployer) ?? address.Kind.UserOf(address) ?? throw PipelineException.BadInput($"--{Deployer.Name}",
            $"is missing, because {address.Text} names no user.", "Give the user that deploys, such as --user deploy.");
        if (!User().IsMatch(user))
        {
            throw PipelineException.BadInput(address.Text, $"\"{user}\" cannot be prepared.", $"Expected {UserName}.");
        }

        var spec = step.Settings.Get(DeployKeys.Deploy) ?? new HostSpec { Root = "" };
        var root = address.RootOr(DeployKeys.RootOf(step.Config, step.Settings));
        return new SetupPlan(step.App, step.Environment, spec with { Root = root }, user).Tasks(Keys(step));
    }

    private static List<string> Keys(StepContext step)
    {
        var keys = (step.Get(PublicKey) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line[0] != '#').ToList();
        return keys.Exists(line => line.Any(char.IsControl) || !line.Contains(' ', StringComparison.Ordinal)
            || line.Contains("PRIVATE KEY", StringComparison.Ordinal))
            ? throw PipelineException.BadInput($"--{PublicKey.Name}", "is no public key.",
                "Expected lines such as those of a file that ends with .pub.") : keys;
    }

    [GeneratedRegex(@"\A[a-z_][a-z0-9_-]{0,31}\z")]
    private static partial Regex User();
}
