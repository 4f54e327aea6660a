using System.Globalization;
using Pipelines.Databases.Sessions;

namespace Pipelines.Databases.Running;

/// <summary>Puts a session into a known state: migrations change settings, and the next one must not notice.</summary>
internal sealed class SessionSettings(IDatabaseSession session, RunnerOptions options)
{
    /// <summary>For statements in a transaction: they step back when a lock is held.</summary>
    public Task ForTransactionsAsync(CancellationToken cancellation) =>
        SetAsync(options.LockTimeout, options.StatementTimeout, cancellation);

    /// <summary>For statements outside: they wait for all older transactions, which no limit on locks must end.</summary>
    public Task ForOutsideAsync(CancellationToken cancellation) => SetAsync(TimeSpan.Zero, TimeSpan.Zero, cancellation);

    /// <summary>For undoing.</summary>
    public Task ForUndoingAsync(TimeSpan? within, CancellationToken cancellation) =>
        SetAsync(options.LockTimeout, within ?? options.StatementTimeout, cancellation);

    /// <summary>Back to the user who connected: inside of a transaction, before the journal is written.</summary>
    public Task OwnUserAsync(CancellationToken cancellation) => session.ExecuteAsync("reset session authorization", cancellation);

    private async Task SetAsync(TimeSpan locks, TimeSpan statements, CancellationToken cancellation)
    {
        await OwnUserAsync(cancellation);
        await session.ExecuteAsync("reset all", cancellation);
        await session.ExecuteAsync($"set lock_timeout = {Milliseconds(locks)}", cancellation);
        await session.ExecuteAsync($"set statement_timeout = {Milliseconds(statements)}", cancellation);
        await session.ExecuteAsync("set idle_in_transaction_session_timeout = 0", cancellation);
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
