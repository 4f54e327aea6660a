using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Engine;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Rollouts;

/// <summary>Shows what is live, who is deploying, and what each host reports.</summary>
public sealed class StatusStep(EventLogs logs, LeaseRegistries leases, Fleets fleets) : Step
{
    private static readonly Output Release = new("release", "Id of the live release; empty if nothing is live.");
    private static readonly Output Commit = new("commit", "Its commit; empty if unknown.");
    private static readonly Output Deployment = new("deployment-id", "The deployment that made it live; empty if nothing is live.");
    private static readonly Output State = new("state",
        "idle, deploying, or interrupted: the next deploy finishes or undoes an interrupted deployment.");

    public override StepDefinition Definition { get; } = new("status", "Show what is live, who is deploying, and what each host reports.")
    {
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [CommonInputs.Environment with { Required = true }, StoreInputs.Store],
        Outputs = [Release, Commit, Deployment, State],
        EnvironmentAction = "access",
        Examples = [new("status --environment production", "What is live?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await logs.Of(step).ReadAsync(cancellation));
        var lease = await leases.Of(step).ShowAsync(cancellation);
        var hosts = new List<(string Name, HostState State)>();
        foreach (var target in fleets.Targets(step))
        {
            hosts.Add((target.Host.Name, await target.Host.InspectAsync(cancellation)));
        }

        var live = history.Live;
        var state = lease.Holder is not null ? "deploying" : history.Unfinished is not null ? "interrupted" : "idle";
        var result = StepResult.Passed("")
            .With(Release, live?.Release).With(Commit, live?.Request.Commit).With(Deployment, live?.Id).With(State, state);
        result.Details["lease"] = lease.Holder is { } holder
            ? new JsonObject { ["holder"] = holder.Description, ["expires_at"] = Instants.Format(lease.ExpiresAt!.Value) } : null;
        result.Details["hosts"] = new JsonArray([.. hosts.Select(Json)]);
        return result with { Text = Text(step, live, lease, state, hosts) };
    }

    private static string Text(StepContext step, DeploymentRecord? live, LeaseStatus lease, string state,
        IReadOnlyList<(string Name, HostState State)> hosts)
    {
        var text = new StringBuilder();
        text.AppendLine(live is null
            ? $"{step.App}/{step.Environment}: nothing is live."
            : $"{step.App}/{step.Environment}: release {live.Release} of commit {live.Request.Commit ?? "unknown"}, live since "
                + $"{Instants.Format(live.EndedAt!.Value)} ({live.Id}).");
        text.AppendLine(lease.Holder is null
            ? $"{state}." : $"{state}: {lease.Holder.Description}, lease until {Instants.Format(lease.ExpiresAt!.Value)}.");
        text.Append(TextTable.Of(["HOST", "LIVE", "SLOT", "STAGED"], hosts.Select(host => (IReadOnlyList<string>)
            [host.Name, host.State.Live?.Release ?? "-", host.State.Live?.Slot ?? "-", string.Join(' ', host.State.Staged)])));
        return text.ToString();
    }

    private static JsonObject Json((string Name, HostState State) host) => new()
    {
        ["host"] = host.Name,
        ["release"] = host.State.Live?.Release,
        ["slot"] = host.State.Live?.Slot,
        ["deployment_id"] = host.State.Live?.Deployment,
        ["token"] = host.State.Token,
        ["staged"] = new JsonArray([.. host.State.Staged.Select(id => JsonValue.Create(id))]),
    };
}
