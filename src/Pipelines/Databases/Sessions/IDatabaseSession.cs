namespace Pipelines.Databases.Sessions;

/// <summary>One connection to a database. What is sent arrives at the server as it is.</summary>
public interface IDatabaseSession : IAsyncDisposable
{
    /// <summary>Its address without user and password, for people.</summary>
    string Name { get; }

    /// <summary>Runs one statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="copyData">The rows for COPY FROM STDIN; null for any other statement.</param>
    /// <param name="cancellation">Cancels it at the server.</param>
    /// <exception cref="DatabaseException">It failed.</exception>
    Task ExecuteAsync(string sql, string? copyData, CancellationToken cancellation);

    /// <summary>Runs one query; all values are as the server writes them.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">Values for <c>$1</c>, <c>$2</c> ...</param>
    /// <param name="cancellation">Cancels it at the server.</param>
    /// <exception cref="DatabaseException">It failed.</exception>
    Task<IReadOnlyList<IReadOnlyList<string?>>> QueryAsync(string sql, IReadOnlyList<string?> parameters, CancellationToken cancellation);
}
