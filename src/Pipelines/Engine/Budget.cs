using System.Globalization;
using Pipelines.Errors;
using Pipelines.Hosts.Failures;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

#pragma warning disable CA1001 // a semaphore whose wait handle nobody asks for holds nothing to dispose of
/// <summary>How many participants of a plan may fail or be out of reach. Who is left out is recorded before anything else is done about
/// it.</summary>
internal sealed class Budget(RolloutPlan plan, DeploymentJournal journal, IReporter reporter)
#pragma warning restore CA1001
{
    /// <summary>Participants that fail at the same time are counted one after the other.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Does something with a participant; when that fails and the budget allows it, the participant is left out.</summary>
    /// <param name="participant">Who.</param>
    /// <param name="act">What.</param>
    /// <param name="mayFail">Whether it may fail at all: the first ones may not, nor may one fail to record what it serves.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task SpendAsync(IParticipant participant, Func<CancellationToken, Task> act, bool mayFail, CancellationToken cancellation)
    {
        try
        {
            await act(cancellation);
        }
        catch (Exception e) when (IsOfHost(e) && !cancellation.IsCancellationRequested)
        {
            if (!await LeaveOutAsync(participant, e, mayFail))
            {
                throw;
            }

            await SettleAsync(participant, cancellation);
        }
    }

    /// <summary>Brings back who was left out after it had been changed, and was not brought back before an interruption.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        foreach (var participant in plan.Participants)
        {
            await SettleAsync(participant, cancellation);
        }
    }

    private async Task SettleAsync(IParticipant participant, CancellationToken cancellation)
    {
        var record = journal.Record;
        if (record.LeftOut.FirstOrDefault(left => left.Host == participant.Name) is { Unreachable: false }
            && record.Touched.Contains(participant.Name)
            && await participant.RetreatAsync(cancellation) is { } failure)
        {
            throw new PipelineException(failure);
        }
    }

    /// <summary>False when the budget does not allow it.</summary>
    private async Task<bool> LeaveOutAsync(IParticipant participant, Exception failure, bool mayFail)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            var isUnreachable = failure is HostErrorException { IsUnreachable: true };
            var (most, name) = isUnreachable ? (plan.MaxUnreachable, "max-unreachable") : (plan.MaxFailed, "max-failed");
            var before = journal.Record.LeftOut.Count(left => left.Unreachable == isUnreachable);
            if (before >= most || (!mayFail && !isUnreachable))
            {
                if (before > 0)
                {
                    reporter.Error(new Problem(null, string.Create(CultureInfo.InvariantCulture,
                        $"{before + 1} hosts {(isUnreachable ? "cannot be reached" : "have failed")}, and {name} is {most}.")));
                }

                return false;
            }

            await journal.AppendAsync(new LeftOut(participant.Name, failure.Message, isUnreachable));
            reporter.Warning(new Problem(null, string.Create(CultureInfo.InvariantCulture,
                $"{failure.Message} It is left out: number {before + 1}, and {name} is {most}.")));
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static bool IsOfHost(Exception e) => e is HostFailureException or HostErrorException { ExitCode: ExitCode.Failed };
}
