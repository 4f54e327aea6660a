using System.Text.Json.Nodes;

namespace Pipelines.Views;

/// <summary>A column of a <see cref="Table{T}"/>.</summary>
/// <param name="Name">The member of a row's JSON object; null if only people see it.</param>
/// <param name="Heading">The heading; null if only programs see it.</param>
internal sealed record Column<T>(string? Name, string? Heading)
{
    /// <summary>A row's cell for people; null if it has none.</summary>
    public Func<T, string?> Text { get; init; } = _ => null;

    /// <summary>The same on a summary page, in plain text; null to show <see cref="Text"/>.</summary>
    public Func<T, string?> Page { get; init; } = _ => null;

    /// <summary>Where a reader finds more; null for nowhere.</summary>
    public Func<T, Uri?> Link { get; init; } = _ => null;

    /// <summary>A row's value for programs.</summary>
    public Func<T, JsonNode?> Json { get; init; } = _ => null;
}
