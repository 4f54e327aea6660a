namespace Pipelines.Databases.Sessions;

/// <summary>Shorter ways to ask.</summary>
public static class SessionExtensions
{
    public static Task ExecuteAsync(this IDatabaseSession session, string sql, CancellationToken cancellation) =>
        session.ExecuteAsync(sql, copyData: null, cancellation);

    /// <summary>The first value of the first row; null if there is none.</summary>
    public static async Task<string?> ValueAsync(this IDatabaseSession session, string sql, IReadOnlyList<string?> parameters,
        CancellationToken cancellation) =>
        await session.QueryAsync(sql, parameters, cancellation) is [[var value, ..], ..] ? value : null;
}
