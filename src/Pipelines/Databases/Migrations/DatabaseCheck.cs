using Pipelines.Errors;

namespace Pipelines.Databases.Migrations;

/// <summary>Something about a database that must hold.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Query">What is asked.</param>
/// <param name="Expectation">What the answer must be.</param>
/// <param name="At">Where it is written.</param>
public sealed record DatabaseCheck(string Name, string Query, Expectation Expectation, SourcePosition At)
{
    /// <summary>Values for <c>$1</c>, <c>$2</c> ... of the query.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];
}
