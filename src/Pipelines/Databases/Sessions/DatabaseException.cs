namespace Pipelines.Databases.Sessions;

/// <summary>A statement that failed, as the server explains it.</summary>
public sealed class DatabaseException(string message, Exception? inner = null) : Exception(message, inner)
{
    public const string LockNotAvailable = "55P03";

    public const string QueryCanceled = "57014";

    private static readonly string[] Passing = [LockNotAvailable, "40P01", "40001"];

    /// <summary>The SQLSTATE; null if the connection broke.</summary>
    public string? State { get; init; }

    /// <summary>What the server adds; null for nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>What the server suggests; null for nothing.</summary>
    public string? Advice { get; init; }

    /// <summary>The character of the statement at which it stands, from 1; null if it is of no place.</summary>
    public int? Position { get; init; }

    /// <summary>Whether the connection is gone.</summary>
    public bool IsCut => State is null || State.StartsWith("08", StringComparison.Ordinal) || State is "57P01" or "57P02" or "57P03";

    /// <summary>Whether the same may succeed a moment later: another transaction was in the way.</summary>
    public bool IsPassing => Passing.Contains(State);
}
