using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Hosts.Targets;
using Pipelines.Locks;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Rollouts;

/// <summary>Shows what is live, who is deploying, and what each host reports.</summary>
public sealed class StatusStep(EventLogs logs, LeaseRegistries leases, Fleets fleets) : Step
{
    private static readonly Output Release = new("release", "Id of the live release; empty if nothing is live.");
    private static readonly Output Commit = new("commit", "Its commit; empty if unknown.");
    private static readonly Output Deployment = new("deployment-id", "The deployment that made it live; empty if nothing is live.");
    private static readonly Output State = new("state",
        "idle, deploying, or interrupted: the next deploy finishes or undoes an interrupted deployment.");

    private static readonly Table<HostStanding> Hosts = new Table<HostStanding>("hosts")
        .Text("host", "Host", host => host.Name)
        .Text("release", "Live", host => host.State?.Live?.Release)
        .Text("slot", "Slot", host => host.State?.Live?.Slot)
        .Shown("Staged", host => string.Join(' ', host.State?.Staged ?? []))
        .Shown("Service", host => host switch
        {
            { Unreachable: not null } => "unreachable",
            { State.Stopped: not null } => "stopped",
            { State.Restarts: 1 } => "restarted once",
            { State.Restarts: > 1 and var times } => string.Create(CultureInfo.InvariantCulture, $"restarted {times} times"),
            _ => "",
        })
        .GivenText("unreachable", host => host.Unreachable)
        .GivenText("stopped", host => host.State?.Stopped)
        .Given("restarts", host => host.State?.Restarts ?? 0)
        .GivenText("deployment_id", host => host.State?.Live?.Deployment)
        .Given("token", host => host.State?.Token ?? 0)
        .GivenList("staged", host => host.State?.Staged ?? []);

    private static readonly Table<EnvironmentStanding> Environments = new Table<EnvironmentStanding>("environments")
        .Text("environment", "Environment", standing => standing.Name)
        .Text("release", "Live", standing => standing.History.Live?.Release)
        .Commit("commit", "Commit", standing => standing.History.Live?.Request.Commit)
        .Instant("since", "Since (UTC)", standing => standing.History.LiveSince)
        .Text("state", "State", standing => standing.State)
        .Text("holder", "Who", standing => standing.Lease.Holder?.Description)
        .GivenText("deployment_id", standing => standing.History.Live?.Id);

    public override StepDefinition Definition { get; } = new("status", "Show what is live, who is deploying, and what each host reports.")
    {
        Details = "Without an environment, lists all of them from their event logs, and asks no host.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [CommonInputs.Environment, StoreInputs.Store, .. HostInputs.All],
        Outputs = [Release, Commit, Deployment, State],
        EnvironmentAction = "access",
        Examples = [new("status", "What is live where?"), new("status --environment production", "And what does each host report?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        if (step.Get(CommonInputs.Environment) is not { } environment)
        {
            var standings = await Task.WhenAll(step.Config.Environments.Keys.Select(name => StandingAsync(step, name, cancellation)));
            return StepResult.Passed("") with { Views = [Environments.Of(standings)] };
        }

        Fleets.RequireLasting(step);
        var (_, history, lease) = await StandingAsync(step, environment, cancellation);
        var hosts = await fleets.Targets(step).AskAsync((target, token) => LookAsync(step, target, token), cancellation);
        foreach (var host in hosts.Where(host => host.Unreachable is not null))
        {
            step.Reporter.Warning(new Problem(host.Name, host.Unreachable!));
        }

        var live = history.Live;
        var state = StateOf(history, lease);
        var result = StepResult.Passed("")
            .With(Release, live?.Release).With(Commit, live?.Request.Commit).With(Deployment, live?.Id).With(State, state);
        result.Details["lease"] = lease.Holder is { } holder
            ? new JsonObject { ["holder"] = holder.Description, ["expires_at"] = Instants.Format(lease.ExpiresAt!.Value) } : null;
        return result with
        {
            Views = [new Paragraph($"{step.App}/{step.Environment}: {Describe(history)}."), new Paragraph(Describe(state, lease)),
                .. hosts.Where(host => host.State?.Stopped is not null)
                    .Select(host => new Paragraph($"{host.Name}: live, stopped: {host.State!.Stopped}")),
                Hosts.Of(hosts)],
        };
    }

    private async Task<EnvironmentStanding> StandingAsync(StepContext step, string environment, CancellationToken cancellation) => new(
        environment, new DeploymentHistory(await logs.Of(step, environment).ReadAsync(cancellation)),
        await leases.Of(step, environment).ShowAsync(cancellation));

    private static string StateOf(DeploymentHistory history, LeaseStatus lease) =>
        lease.Holder is not null ? "deploying" : history.Unfinished is not null ? "interrupted" : "idle";

    private static async Task<HostStanding> LookAsync(StepContext step, Target target, CancellationToken cancellation)
    {
        try
        {
            var state = await target.Host.InspectAsync(DryRun.Job(step, release: null), cancellation);
            return new HostStanding(target.Host.Name, state, Unreachable: null);
        }
        catch (HostUnreachableException e)
        {
            return new HostStanding(target.Host.Name, State: null, e.Message);
        }
    }

    private static string Describe(DeploymentHistory history) => history.Live is not { } live
        ? "nothing is live"
        : $"release {live.Release} of commit {live.Request.Commit ?? "unknown"}, live since {Instants.Format(history.LiveSince!.Value)} "
            + $"({live.Id})";

    private static string Describe(string state, LeaseStatus lease) => lease.Holder is null
        ? $"{state}." : $"{state}: {lease.Holder.Description}, lease until {Instants.Format(lease.ExpiresAt!.Value)}.";

    private sealed record EnvironmentStanding(string Name, DeploymentHistory History, LeaseStatus Lease)
    {
        public string State => StateOf(History, Lease);
    }

    /// <param name="Name">Of the host.</param>
    /// <param name="State">How it stands; null when it is out of reach.</param>
    /// <param name="Unreachable">Why it is out of reach, otherwise null.</param>
    private sealed record HostStanding(string Name, HostState? State, string? Unreachable);
}
