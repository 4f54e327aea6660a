using System.Globalization;

namespace Pipelines.Reporting;

/// <summary>The format of instants in results and records.</summary>
public static class Instants
{
    /// <summary>UTC, ISO 8601, <c>Z</c>; milliseconds only if not zero.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(instant.Millisecond == 0
            ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
