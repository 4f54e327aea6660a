using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.Hosts;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>Verifies that the release in a slot works, by its checks; without any, that its service runs.</summary>
/// <param name="prover">Asks.</param>
/// <param name="services">The services of the slots.</param>
/// <param name="clock">For going on asking.</param>
internal sealed class SlotProver(HealthProver prover, SlotServices services, TimeProvider clock)
{
    /// <param name="prove">Which checks, and how long.</param>
    /// <param name="slot">Where.</param>
    /// <param name="reporter">Told when an answer changes.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<HostOutcome> ProveAsync(HostAction.Prove prove, SlotView slot, IReporter reporter, CancellationToken cancellation)
    {
        var release = prove.Release;
        var placeholders = slot.Placeholders(release);
        var service = slot.Spec.Service is null ? null
            : slot.Release is null ? services.OfPast(slot, release, directory: null) : services.Of(slot);
        var checks = slot.Spec.Health.Where(check => prove.ViaTraffic || !check.ViaTraffic)
            .Select(check => InRelease(check.Expand(placeholders), slot, release)).ToList();
        if (checks.Count == 0)
        {
            return service is null ? HostOutcome.Done : await StandsAsync(slot, service, cancellation);
        }

        var start = clock.GetTimestamp();
        var verdict = await OnceAsync();
        while (verdict.Healthy && clock.GetElapsedTime(start) < prove.Throughout)
        {
            await clock.WaitAsync(checks.Min(check => check.Every), cancellation);
            verdict = await OnceAsync();
        }

        return verdict.Healthy
            ? new HostOutcome(verdict.Explanation)
            : new HostOutcome("", service is null ? verdict.Explanation : await WithLogAsync(verdict.Explanation, service, cancellation));

        Task<HealthVerdict> OnceAsync() => prover.ProveAsync(checks,
            stop => service is null ? Task.FromResult<string?>(null) : service.DeathAsync(stop), reporter, cancellation);
    }

    /// <summary>Without checks, the least: that it runs.</summary>
    private async Task<HostOutcome> StandsAsync(SlotView slot, IService service, CancellationToken cancellation) =>
        await prover.StandsAsync(service.DeathAsync, slot.Slot.Port is { } port ? () => Ports.IsOpen(port) : null, cancellation) is { } why
            ? new HostOutcome("", await WithLogAsync(why, service, cancellation)) : HostOutcome.Done;

    /// <summary>A command runs in the release with the variables of its slot, as the service does.</summary>
    private static HealthCheck InRelease(HealthCheck check, SlotView slot, string release) =>
        check is CommandCheck { Command: var command } own
        ? own with { Command = slot.Program([command.FileName, .. command.Arguments], release, slot.Environment) }
        : check;

    /// <summary>A failure with the end of the service's log.</summary>
    public static async Task<string> WithLogAsync(string failure, IService service, CancellationToken cancellation) =>
        await service.LogTailAsync(cancellation) is { Length: > 0 } log ? $"{failure}\nThe end of its log:\n{log}" : failure;
}
