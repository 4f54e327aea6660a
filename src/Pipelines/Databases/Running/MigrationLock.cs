using Pipelines.Databases.Sessions;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Databases.Running;

/// <summary>
/// Keeps other migrators out for as long as the session lives. It is asked for again and again and never waited for: a session that waits
/// holds a snapshot, on which CREATE INDEX CONCURRENTLY of the other migrator would wait in turn.
/// </summary>
internal static class MigrationLock
{
    private const long Number = 0x50_69_70_65_6d_69_67_72;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns once the session holds the lock.</summary>
    /// <exception cref="PipelineException">Another session held it all the time.</exception>
    public static async Task TakeAsync(IDatabaseSession session, TimeSpan within, TimeProvider clock, IReporter reporter,
        CancellationToken cancellation)
    {
        var (began, told) = (clock.GetTimestamp(), false);
        while (await session.ValueAsync(FormattableString.Invariant($"select pg_try_advisory_lock({Number})"), [], cancellation) != "t")
        {
            var holder = await HolderAsync(session, cancellation);
            if (clock.GetElapsedTime(began) > within)
            {
                throw new PipelineException($"{session.Name}: another migrator is running{holder}.",
                    "Wait for it and run this again, or end that session.", ExitCode.LeaseHeld);
            }

            if (!told)
            {
                reporter.Info($"waiting for another migrator{holder}.");
                told = true;
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private static async Task<string> HolderAsync(IDatabaseSession session, CancellationToken cancellation) =>
        await session.QueryAsync(
            "select a.pid, coalesce(a.usename, ''), coalesce(a.client_addr::text, 'a local socket') from pg_locks l "
                + "join pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' and l.granted and l.objsubid = 1 "
                + FormattableString.Invariant($"and l.database = (select oid from pg_database where datname = current_database()) ")
                + FormattableString.Invariant($"and (l.classid::bigint << 32 | l.objid::bigint) = {Number}"),
            [], cancellation) is [var holder, ..]
            ? $": process {holder[0]} of {PrintableText.Of(holder[1] ?? "")} from {holder[2]}" : "";
}
