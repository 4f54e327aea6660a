using Pipelines.Locks;

namespace Pipelines.Adapters.Posix;

/// <summary>
/// Tells dead lease holders of this machine by their process. The machine is named by its boot and its process namespace:
/// process ids of another container mean nothing here. A process that is there but cannot be looked at counts as alive.
/// </summary>
public sealed class HolderProbe : IHolderProbe
{
    private readonly string? _machine = Machine();

    public LeaseHolder Self(string description) =>
        new($"{description}, on {Environment.MachineName}", _machine, Environment.ProcessId, ProcessStat.Self.StartTicks);

    public bool IsDead(LeaseHolder holder) => _machine is not null && holder.Machine == _machine
        && (!Signals.Exists(holder.ProcessId) || ProcessStat.Of(holder.ProcessId) is { } now && !now.IsSame(holder.ProcessStart));

    /// <summary>Identity of this boot and process namespace; null if unknown.</summary>
    internal static string? Machine()
    {
        try
        {
            return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{new FileInfo("/proc/self/ns/pid").LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
