using System.Security.Cryptography;
using System.Text;
using Pipelines.Anchors;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>
/// Makes what an earlier tool left on the hosts a release that can be gone back to: each host remembers what it was, and the log has it as
/// the first thing that was live. Nothing is copied, and nothing changes for users.
/// </summary>
internal sealed class Adoption(LogAnchors anchors, Fleet fleet, TimeProvider clock, IReporter reporter)
{
    private const int IdLength = 12;

    /// <summary>Adopts what serves beyond doubt, before the first deployment. A host that cannot tell stops that deployment, not
    /// this.</summary>
    public async Task BeforeFirstAsync(DeployRequest request, Lease lease, CancellationToken cancellation)
    {
        if (new DeploymentHistory(await anchors.Log.ReadAsync(cancellation)).Live is not null)
        {
            return;
        }

        try
        {
            var found = await FindAsync(fleet.Targets, Job(request, lease, deployment: "", release: ""), cancellation);
            if (found.Any(each => each.Earlier is { IsAdoptedUnasked: true })
                && found.All(each => each.Earlier is null or { Moves: null }))
            {
                await RecordAsync(request, lease, found, cancellation);
            }
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.Failed)
        {
            reporter.Info($"what served before could not be adopted: {e.Message}");
        }
    }

    /// <summary>Adopts what there is, because a person asks for it.</summary>
    /// <exception cref="PipelineException">There is nothing to adopt, or a deployment was interrupted.</exception>
    public async Task<DeploymentRecord> AdoptAsync(DeployRequest request, Lease lease, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await anchors.Log.ReadAsync(cancellation));
        Require(request.Environment, history);
        if (history.Live is { } adopted)
        {
            return adopted;
        }

        var found = await FindAsync(fleet.Targets, Job(request, lease, deployment: "", release: ""), cancellation);
        return found.Any(each => each.Earlier is not null)
            ? await RecordAsync(request, lease, found, cancellation)
            : throw Nothing(request.Environment);
    }

    /// <summary>Finds out whether something can still be adopted.</summary>
    /// <exception cref="PipelineException">A deployment of ours is live, or was interrupted.</exception>
    public static void Require(string environment, DeploymentHistory history)
    {
        if (history.Unfinished is { } left)
        {
            throw new PipelineException($"deployment {left.Id} was interrupted.",
                $"Run `pipelines recover --environment {environment}`, then the same command again.");
        }

        if (history.Live is { } live && live.Find<Adopted>() is null && !history.IsAdopted(live.Release!))
        {
            throw new PipelineException(
                $"release {live.Release} was deployed to {environment} by deployment {live.Id}, so there is nothing to adopt.",
                $"See `pipelines status --environment {environment}`.");
        }
    }

    public static PipelineException Nothing(string environment) => new(
        $"no host of {environment} has anything to adopt: no link, no directory and no running service of an earlier tool was found.",
        "Check deploy.root and deploy.service; or deploy, which needs no adoption.");

    /// <summary>What each host has to adopt; changes nothing.</summary>
    public static async Task<IReadOnlyList<(Target Target, EarlierRelease? Earlier)>> FindAsync(
        IReadOnlyList<Target> targets, HostJob job, CancellationToken cancellation) =>
        await targets.AskAsync(async (target, token) => (target, (await target.Host.InspectAsync(job, token)).Earlier), cancellation);

    /// <summary>What was found, host by host, in words.</summary>
    public static IReadOnlyList<string> Parts(IEnumerable<(Target Target, EarlierRelease? Earlier)> found) =>
        [.. found.SelectMany(each => (each.Earlier?.Parts ?? []).Select(part => $"{each.Target.Host.Name}: {part}"))];

    /// <summary>The id of what was found: the same for the same links.</summary>
    public static string IdOf(IReadOnlyList<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"adopted\n{string.Join('\n', parts)}")))[..IdLength];

    private async Task<DeploymentRecord> RecordAsync(DeployRequest request, Lease lease,
        IReadOnlyList<(Target Target, EarlierRelease? Earlier)> found, CancellationToken cancellation)
    {
        var (id, parts) = (DeploymentId.New(clock.GetUtcNow()), Parts(found));
        var release = IdOf(parts);
        var asking = request.Asked with { Type = DeploymentType.None, Commit = null };
        var asked = await anchors.Log.AppendAsync(id, asking, guard: null, cancellation);
        var job = Job(request, lease, id, release);
        foreach (var (target, _) in found)
        {
            var act = new HostAction.Adopt(release);
            reporter.Info($"{target.Host.Name}: {act.Description}");
            await target.Host.ApplyAsync(act, await anchors.ClaimAsync(target.Host, job, cancellation), reporter, cancellation);
        }

        var adopted = await anchors.Log.AppendAsync(id, new Adopted(release, parts), guard: null, cancellation);
        reporter.Info(DeploymentText.Describe(adopted.Event) + ".");
        return new DeploymentRecord(id, [asked, adopted]);
    }

    private HostJob Job(DeployRequest request, Lease lease, string deployment, string release) => new(
        request.App, request.Environment, deployment, lease.Token, DeploymentType.None, release, Commit: null, request.Origin.Actor)
    { Secrets = fleet.Secrets, Log = anchors.Log.Identity, AdoptsHost = request.AdoptsHost };
}
