using Pipelines.Databases.Sessions;

namespace Pipelines.AcceptanceTests.Databases.Migrations;

/// <summary>A connection that is gone after some messages, as when the process was killed there: nothing more is sent.</summary>
/// <param name="session">The connection.</param>
/// <param name="messages">How many messages arrive.</param>
/// <param name="lost">Whether the answer to the last of them is lost: the server has done it.</param>
internal sealed class CutSession(IDatabaseSession session, int messages, bool lost) : IDatabaseSession
{
    private int _left = messages;

    /// <summary>Whether it was cut.</summary>
    public bool IsCut => _left < 0;

    public string Name => session.Name;

    public Task ExecuteAsync(string sql, string? copyData, CancellationToken cancellation) => CountAsync(async () =>
    {
        await session.ExecuteAsync(sql, copyData, cancellation);
        return true;
    });

    public Task<IReadOnlyList<IReadOnlyList<string?>>> QueryAsync(
        string sql, IReadOnlyList<string?> parameters, CancellationToken cancellation) =>
        CountAsync(() => session.QueryAsync(sql, parameters, cancellation));

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task<T> CountAsync<T>(Func<Task<T>> send)
    {
        _left--;
        if (_left < 0 && !(lost && _left == -1))
        {
            await session.DisposeAsync();
            throw new DatabaseException("the connection was lost: killed");
        }

        var answer = await send();
        return _left >= 0 ? answer : throw new DatabaseException("the connection was lost: killed");
    }
}
