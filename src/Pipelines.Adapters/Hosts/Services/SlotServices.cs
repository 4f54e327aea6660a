using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Hosts.Services;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>Makes what runs the app in a slot.</summary>
internal sealed class SlotServices(string host, HostLayout layout, IProcessRunner processes, TimeProvider clock)
{
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(2);

    /// <summary>The service of the release in a slot, with its environment.</summary>
    /// <exception cref="PipelineException">The slot is empty.</exception>
    public IService Of(SlotView slot)
    {
        var release = slot.Release ?? throw new PipelineException($"{host}: slot {slot.Slot.Name} is empty.");
        return Make(slot, release, line => slot.Command(line, release, slot.Environment));
    }

    /// <summary>The service as it runs without a release of ours in the slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="release">The release that is on its way there: for placeholders and variables.</param>
    /// <param name="directory">Where commands run; null for that release's own.</param>
    public IService OfPast(SlotView slot, string release, string? directory) => Make(slot, release, line =>
        slot.Command(line, release, slot.Variables(release), directory));

    /// <summary>Makes way for a start: what a deployer started here and did not live to record is stopped, and the port is free.</summary>
    /// <exception cref="PipelineException">The port is in use by another program.</exception>
    public async Task ClearWayAsync(IService service, SlotView slot, CancellationToken cancellation)
    {
        await (slot.Spec.Service is ServiceSpec.Process ? service.StopAsync(cancellation) : Task.CompletedTask);
        if (slot.Slot.Port is { } port
            && !await clock.WaitUntilAsync(() => !Ports.IsOpen(port), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3), cancellation))
        {
            throw new PipelineException($"{host}: port {port} is in use by another program.",
                $"Stop it, or configure another port for slot {slot.Slot.Name}.");
        }
    }

    private IService Make(SlotView slot, string release, Func<IReadOnlyList<string>, ProcessCommand> command) => slot.Spec.Service switch
    {
        ServiceSpec.Systemd systemd when slot.Placeholders(release).Expand(systemd.Unit) is var unit => new SystemdService(
            unit, new SystemdCommands(unit, systemd.Generated), new RootCommands(Environment.IsPrivilegedProcess, processes), processes),
        ServiceSpec.Process process => new ProcessService(() => command(process.Command),
            new ServicePlace($"{layout.Root}:{slot.Slot.Name}", layout.ProcessFile(slot.Slot.Name), layout.LogFile(slot.Slot.Name)),
            process.Grace, processes, clock),
        ServiceSpec.Commands commands =>
            new CommandService(commands, line => command(line) with { TimeLimit = CommandLimit }, processes),
        _ => throw new InvalidOperationException("no service is configured"),
    };
}
