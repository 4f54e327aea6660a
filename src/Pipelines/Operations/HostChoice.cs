using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Operations;

/// <summary>The hosts that a person means, and on whose behalf a program runs there.</summary>
internal static class HostChoice
{
    /// <summary>One host instead of all.</summary>
    public static Input<string> Host { get; } = Input.Text("host",
        "Only this host, as the configuration file writes it, or a part of that which no other host has. Default: all.");

    /// <summary>The hosts that are meant.</summary>
    /// <exception cref="PipelineException">No host is named so, or several are.</exception>
    public static IReadOnlyList<Target> Of(StepContext step, IReadOnlyList<Target> targets)
    {
        if (step.Get(Host) is not { } name)
        {
            return targets;
        }

        var meant = targets.Where(target => target.Host.Name == name).ToList();
        meant = meant.Count > 0 ? meant : [.. targets.Where(target => target.Host.Name.Contains(name, StringComparison.Ordinal))];
        return meant.Count == 1 ? meant : throw PipelineException.BadInput($"--{Host.Name}",
            $"{(meant.Count == 0 ? "no host is" : "several hosts are")} named \"{name}\".",
            $"Expected one of {string.Join(", ", targets.Select(target => target.Host.Name))}.");
    }

    /// <summary>On behalf of what is live. It changes nothing, so it has no token.</summary>
    public static HostJob Job(StepContext step, DeploymentRecord? live) => new(
        step.App, step.Environment, live?.Id ?? "none", Token: 0, DeploymentType.Manual, live?.Release ?? "none",
        live?.Request.Commit, step.Actor);
}
