using System.Globalization;
using Pipelines.Errors;
using Pipelines.Hosts.Failures;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>
/// Leads the participants of a plan through their phases. One that fails or is out of reach is left out as long as the plan's budgets last;
/// who is left out stands in the log, so that another process goes on with the same.
/// </summary>
internal sealed class Rollout(RolloutPlan plan, DeploymentJournal journal, IReporter reporter)
{
    /// <summary>The way back is for as many as possible at once.</summary>
    private const int RetreatsAtATime = 64;

    private readonly Budget _budget = new(plan, journal, reporter);

    /// <summary>Those that take part up to now.</summary>
    private IReadOnlyList<IParticipant> Taking => Of(plan.Participants);

    /// <summary>Whether the release has gone live and been proven on every participant that takes part.</summary>
    public bool IsProven
    {
        get
        {
            var serving = journal.Record.Serving;
            return Taking.All(participant => serving.Contains(participant.Name));
        }
    }

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await _budget.SettleAsync(cancellation);
        await ForAllAsync(Taking, RolloutPlan.Parallelism, (participant, token) => participant.PrepareAsync(token), cancellation);
        RequireSomebody();
    }

    /// <summary>Wave by wave. Nobody but the first ones goes live before one of them has proven the release.</summary>
    public async Task ActivateAsync(CancellationToken cancellation)
    {
        var first = plan.Batches[0].Count;
        for (var number = 1; number <= plan.Batches.Count; number++)
        {
            var wave = Of(plan.Batches[number - 1]);
            while (wave.Count > first && journal.Record.Serving.Count == 0)
            {
                await ActivateAsync([.. wave.Take(first)], number, cancellation);
                wave = [.. Of(wave).Where(participant => !journal.Record.Serving.Contains(participant.Name))];
            }

            await ActivateAsync(wave, number, cancellation);
        }

        RequireSomebody();
    }

    /// <summary>The first one alone: while none has committed, there is a way back.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        for (var (waiting, hasOne) = (Taking, false); waiting.Count > 0; hasOne = true)
        {
            var next = hasOne ? waiting : [waiting[0]];
            await ForAllAsync(next, RolloutPlan.Parallelism, (participant, token) => participant.CommitAsync(token), cancellation,
                mayFail: false);
            waiting = [.. waiting.Skip(next.Count)];
        }
    }

    /// <summary>Whether one has made this deployment its live one. One that is out of reach may have, when all have been proven.</summary>
    public async Task<bool> IsCommittedAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(Taking.Select(async participant =>
        {
            try
            {
                return (IsCommitted: await participant.IsCommittedAsync(cancellation), Error: null);
            }
            catch (HostErrorException e) when (e.IsUnreachable)
            {
                return (IsCommitted: false, Error: (HostErrorException?)e);
            }
        }));
        if (answers.Any(answer => answer.IsCommitted))
        {
            return true;
        }

        return answers.Select(answer => answer.Error).FirstOrDefault(error => error is not null) is { } unknown
            && (journal.Record.Find<Planned>() is not null && IsProven ? true : throw unknown);
    }

    /// <summary>Names of those that serve the release already, and prove it. Of one that is out of reach nobody knows.</summary>
    public async Task<IReadOnlyCollection<string>> ServingAsync(CancellationToken cancellation)
    {
        var serving = new HashSet<string>();
        await ForAllAsync(Taking, RolloutPlan.Parallelism, async (participant, token) =>
        {
            try
            {
                if (await participant.ServesAsync(token))
                {
                    lock (serving)
                    {
                        serving.Add(participant.Name);
                    }
                }
            }
            catch (HostErrorException e) when (e.IsUnreachable)
            {
                reporter.Debug(e.Message); // it is found out of reach again when it is prepared
            }
        }, cancellation);
        return serving;
    }

    /// <summary>Brings back everyone who was changed, at the same time. One that fails does not keep the others.</summary>
    /// <param name="participant">Finds one by name.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>What failed.</returns>
    public async Task<IReadOnlyList<string>> RetreatAsync(Func<string, IParticipant?> participant, CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(RetreatsAtATime);
        var touched = journal.Record.Touched.Select(name => (Name: name, Participant: participant(name))).ToList();
        var failures = await Task.WhenAll(touched.Select(async host =>
        {
            await places.WaitAsync(cancellation);
            try
            {
                return host.Participant is { } one ? await one.RetreatAsync(cancellation) : $"{host.Name}: it is no longer a host.";
            }
            finally
            {
                places.Release();
            }
        }));
        return [.. failures.OfType<string>()];
    }

    private async Task ActivateAsync(IReadOnlyList<IParticipant> wave, int number, CancellationToken cancellation)
    {
        if (wave.Count == 0)
        {
            return;
        }

        if (plan.Batches.Count > 1)
        {
            reporter.Info(string.Create(CultureInfo.InvariantCulture,
                $"wave {number} of {plan.Batches.Count}: {string.Join(", ", wave.Select(participant => participant.Name))}"));
        }

        var mayFail = number > 1 && journal.Record.Serving.Count > 0;
        await ForAllAsync(wave, wave.Count, async (participant, token) =>
        {
            await participant.ActivateAsync(token);
            await participant.ProveAsync(token);
        }, cancellation, mayFail);
        if (plan.Batches.Count > 1)
        {
            reporter.Info(string.Create(CultureInfo.InvariantCulture,
                $"wave {number} of {plan.Batches.Count}: {journal.Record.Serving.Count} of {plan.Participants.Count()} hosts serve the "
                    + $"release."));
        }
    }

    private IReadOnlyList<IParticipant> Of(IEnumerable<IParticipant> participants)
    {
        var left = journal.Record.LeftOut.Select(left => left.Host).ToHashSet();
        return [.. participants.Where(participant => !left.Contains(participant.Name))];
    }

    private void RequireSomebody()
    {
        if (Taking.Count == 0)
        {
            throw new PipelineException($"no host is left: {string.Join("; ", journal.Record.LeftOut.Select(left => left.Reason))}");
        }
    }

    /// <summary>Does something with participants at the same time. The first failure that no budget allows stops the others, and is the one
    /// that is thrown.</summary>
    private async Task ForAllAsync(IReadOnlyList<IParticipant> participants, int parallelism,
        Func<IParticipant, CancellationToken, Task> act, CancellationToken cancellation, bool mayFail = true)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var places = new SemaphoreSlim(Math.Max(1, parallelism));
        await Task.WhenAll([.. participants.Select(OneAsync)]);

        async Task OneAsync(IParticipant participant)
        {
            await places.WaitAsync(stop.Token);
            try
            {
                await _budget.SpendAsync(participant, token => act(participant, token), mayFail, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
            finally
            {
                places.Release();
            }
        }
    }
}
