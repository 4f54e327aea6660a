using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;
using Pipelines.Hosts.Variables;
using Pipelines.Reporting;
using Pipelines.Signing;

namespace Pipelines.Hosts;

/// <summary>How an app is deployed to every host of an environment: the section <c>deploy</c> with its health checks.</summary>
public sealed record HostSpec
{
    /// <summary>Absolute directory of the app on the host.</summary>
    public required string Root { get; init; }

    public Strategy Strategy { get; init; } = Strategy.Restart;

    /// <summary>Null when nothing has to run, as for static files.</summary>
    public ServiceSpec? Service { get; init; }

    /// <summary>Run in the staged release before anything is stopped; null for none.</summary>
    public IReadOnlyList<string>? Install { get; init; }

    public TimeSpan InstallWithin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>All slots: one for restart, two for blue-green and canary.</summary>
    public IReadOnlyList<Slot> Slots { get; init; } = [new Slot(Slot.MainName, null)];

    /// <summary>Null when nothing but the link <c>current</c> tells which slot is live.</summary>
    public TrafficSpec? Traffic { get; init; }

    public CanarySteps Canary { get; init; } = CanarySteps.Default;

    /// <summary>How long the old slot may finish its requests after traffic has moved, at most.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.Zero;

    /// <summary>Keys of which one has to have signed a release; empty when nothing is asked.</summary>
    public IReadOnlyList<PublicKey> Trust { get; init; } = [];

    /// <summary>Whether a staged release is read again right before it is activated.</summary>
    public bool VerifyAtActivation { get; init; }

    /// <summary>How many releases a host keeps, never less than the live one and the one to go back to.</summary>
    public int Keep { get; init; } = 5;

    /// <summary>Variables of the app.</summary>
    public IReadOnlyDictionary<string, EnvironmentValue> Variables { get; init; } = new Dictionary<string, EnvironmentValue>();

    /// <summary>Paths of the release that are links into <c>shared/</c> and survive releases.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];

    public IReadOnlyDictionary<HookPoint, HookSpec> Hooks { get; init; } = new Dictionary<HookPoint, HookSpec>();

    /// <summary>Proof that a release works; empty when nothing is configured.</summary>
    public IReadOnlyList<HealthCheck> Health { get; init; } = [];

    /// <summary>What it was read from; null when it is not of a file.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>The secrets that its health checks refer to, by reference.</summary>
    public IReadOnlyDictionary<string, Secret> CheckSecrets { get; init; } = new Dictionary<string, Secret>();

    /// <summary>The slot of a name.</summary>
    /// <exception cref="PipelineException">There is none: the strategy was changed under what is live.</exception>
    public Slot SlotOf(string name) => Slots.FirstOrDefault(slot => slot.Name == name) ?? throw new PipelineException(
        $"{Root}: slot {name} is in use, but the configured strategy has only {string.Join(" and ", Slots.Select(slot => slot.Name))}.",
        "Set deploy.strategy back; or, to change it, give deploy.root another directory, and stop the old service when the new one is "
            + "live.");
}
