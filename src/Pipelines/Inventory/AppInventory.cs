using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts.Targets;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Releases;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Signatures;
using Pipelines.Signatures;
using Pipelines.Signing;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;

namespace Pipelines.Inventory;

/// <summary>An application's store, and all environments that use it.</summary>
internal sealed class AppInventory(StepContext step, IStores stores, ReleaseRepositories repositories, EventLogs logs)
{

    public IStore Store { get; } = stores.Releases(step);

    public ReleaseRepository Releases { get; } = repositories.Of(step);

    public ReleaseSignatures Signatures => new(Store, step.App);

    /// <summary>Keys, one of which must have signed a release; empty if signatures are not checked.</summary>
    public IReadOnlyList<PublicKey> Trust { get; } = step.Config.Top.Require(SigningKeys.Signing).TrustedKeys(step.Config);

    /// <summary>Every environment in the file, and every one that has a log, because it may have been renamed.</summary>
    public async Task<IReadOnlyList<EnvironmentUse>> EnvironmentsAsync(CancellationToken cancellation)
    {
        var (state, prefix) = (stores.State(step), $"{step.App}/events/");
        var logged = await state.ListAsync(prefix, cancellation).Select(key => key[prefix.Length..].Split('/')[0]).Distinct()
            .ToListAsync(cancellation);
        var environments = new List<EnvironmentUse>();
        foreach (var environment in step.Config.Environments.Keys.Union(logged))
        {
            environments.Add(
                new EnvironmentUse(environment, new DeploymentHistory(await logs.Of(step, environment).ReadAsync(cancellation))));
        }

        return environments;
    }

    /// <summary>What the hosts of all environments report as live.</summary>
    /// <exception cref="PipelineException">A host cannot report it.</exception>
    public async Task<IReadOnlyList<(string? Release, string Why)>> HostsAsync(CancellationToken cancellation)
    {
        var served = new List<(string?, string)>();
        foreach (var (environment, record) in step.Config.Environments)
        {
            foreach (var host in Fleets.Look(step, record))
            {
                served.Add(((await host.InspectAsync(cancellation)).Live?.Release, $"served by {host.Name} of {environment}"));
            }
        }

        return served;
    }

    /// <summary>
    /// A release by its id or a prefix of it, by the name of the environment where it is live, or as <c>live</c> or <c>previous</c>.
    /// </summary>
    /// <exception cref="PipelineException">There is no such release.</exception>
    public async Task<Release> FindAsync(string name, CancellationToken cancellation) =>
        await Releases.FindAsync(await IdAsync(name, cancellation), cancellation)
            ?? throw PipelineException.BadInput("release", $"the store has no release {name}.", "See `pipelines releases list`.");

    /// <summary>The same, for callers that are going to use it.</summary>
    /// <exception cref="PipelineException">There is no such release, or no trusted key has signed it.</exception>
    public async Task<Release> FindTrustedAsync(string name, CancellationToken cancellation)
    {
        var release = await FindAsync(name, cancellation);
        await Signatures.RequireAsync(release.Manifest, Trust, cancellation);
        return release;
    }

    private async Task<ReleaseId> IdAsync(string name, CancellationToken cancellation)
    {
        if (step.Config.Environments.ContainsKey(name) || name is "live" or "previous")
        {
            var environment = step.Config.Environments.ContainsKey(name) ? name : OnlyEnvironment(name);
            var use = (await EnvironmentsAsync(cancellation)).Single(use => use.Environment == environment);
            return ReleaseId.Parse((name == "previous" ? use.Previous : use.Live)
                ?? throw PipelineException.BadInput("release", name == "previous"
                    ? $"{environment} has no earlier good release." : $"nothing is live in {environment}."));
        }

        return await ReleaseNames.FindAsync(Releases, name, "live, previous, or an environment", cancellation);
    }

    private string OnlyEnvironment(string name) => step.Get(InventoryInputs.Environment) ?? (step.Config.Environments.Count == 1
        ? step.Config.Environments.Keys.Single()
        : throw PipelineException.BadInput("--environment", $"is needed to determine which release is {name}.",
        $"Expected one of {string.Join(", ", step.Config.Environments.Keys)}."));
}
