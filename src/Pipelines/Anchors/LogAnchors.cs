using System.Collections.Concurrent;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Anchors;

/// <summary>
/// An environment's log, and what anchors it: the last head that each host was told of, and the last one that was signed. Whoever can write
/// the store can neither change those on the hosts nor sign another.
/// </summary>
public sealed class LogAnchors(EventLog log, IReadOnlyList<IHost> hosts, LogCheckpoints checkpoints, IReporter reporter)
{
    private readonly ConcurrentDictionary<IHost, HostJob> _claims = new();
    private LogHead? _signed;

    public EventLog Log => log;

    /// <summary>Finds out whether the log is what it was, entry by entry, and goes on from all that is noted elsewhere. A host that cannot
    /// be asked is asked again before anything is done there.</summary>
    /// <param name="adoptsHost">Whether hosts of other logs are taken over.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="PipelineException">It does not (exit status 2); all that differs is listed.</exception>
    public async Task RequireAsync(bool adoptsHost, CancellationToken cancellation)
    {
        var looking = LookAsync(cancellation);
        await log.ConfirmAsync(cancellation);
        var seen = await looking;
        if (seen.Any(host => host.State?.Head is { } head && !log.Contains(head)))
        {
            await log.ReadAsync(cancellation); // another deployment may have told that host meanwhile
        }

        var problems = seen.SelectMany(host => Problems(host, adoptsHost)).ToList();
        _signed = log.Head;
        if (await checkpoints.ProblemAsync(log, cancellation) is { } problem)
        {
            problems.Add(problem);
        }

        if (problems.Count > 0)
        {
            throw new PipelineException(problems);
        }
    }

    /// <summary>All hosts, side by side.</summary>
    public async Task<IReadOnlyList<HostAnchor>> LookAsync(CancellationToken cancellation) =>
        await Task.WhenAll(hosts.Select(host => HostAnchor.LookAsync(host, cancellation)));

    /// <summary>What a log that was read differs in from what a host was told.</summary>
    public IEnumerable<Problem> Problems(HostAnchor host, bool adoptsHost) => host.State switch
    {
        { Log: { } theirs } when theirs.Id != log.Identity?.Id =>
            adoptsHost ? [] : [LostHead.Stranger(host.Host.Name, theirs, $"{(object?)log.Identity ?? log.Name}")],
        { Head: { } head } when !log.Contains(head) => [LostHead.Problem(host.Host.Name, head)],
        _ => [],
    };

    /// <summary>A job that its host accepts if the log goes on from what it keeps, and by which it keeps the present head.</summary>
    /// <exception cref="PipelineException">The host cannot tell what it keeps.</exception>
    public async Task<HostJob> ClaimAsync(IHost host, HostJob job, CancellationToken cancellation)
    {
        if (_claims.TryGetValue(host, out var claim) && (claim.Token, claim.Deployment) == (job.Token, job.Deployment))
        {
            return claim;
        }

        var kept = (await host.InspectAsync(cancellation)).Head;
        return _claims[host] = job with
        {
            Log = log.Identity,
            Head = log.Head,
            Continues = kept is not null && log.Contains(kept) ? kept : null,
        };
    }

    /// <summary>Lets the hosts of all claims keep the end of the log, and signs it. What fails is told: the work itself is done.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        foreach (var (host, job) in _claims)
        {
            await TryAsync(host.Name, () => host.EnterAsync(job with { Head = log.Head }, cancellation), cancellation);
        }

        _claims.Clear();
        if (log.Head is { } head && head != _signed)
        {
            await TryAsync("signing.key", () => checkpoints.SignAsync(head, cancellation), cancellation);
        }
    }

    private async Task TryAsync(string where, Func<Task> keep, CancellationToken cancellation)
    {
        try
        {
            await keep();
        }
        catch (Exception e) when (e is PipelineException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            reporter.Warning(new Problem(where, $"the end of the event log was not noted here: {e.Message}"));
        }
        catch (OperationCanceledException)
        {
            return; // the lease is lost, and whoever has it notes the end
        }
    }
}
