using System.Globalization;

namespace Pipelines.Steps;

/// <summary>Instants as results and records write them.</summary>
public static class Instants
{
    /// <summary>UTC, ISO 8601, <c>Z</c>; fractions of a second only where there are any.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
