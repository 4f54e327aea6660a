namespace Pipelines.Databases.Migrations;

/// <summary>Statements that are committed together.</summary>
/// <param name="First">The index of the first one.</param>
/// <param name="Count">How many there are.</param>
/// <param name="IsOutside">Whether it is one statement that PostgreSQL runs only outside of a transaction.</param>
public sealed record StatementGroup(int First, int Count, bool IsOutside)
{
    /// <summary>The index behind the last one.</summary>
    public int End => First + Count;
}
