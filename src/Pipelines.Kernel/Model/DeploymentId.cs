using System.Globalization;

namespace Pipelines.Model;

/// <summary>Deployment ids: the time of the request and a random part, so that they sort and are unique.</summary>
public static class DeploymentId
{
    public static string New(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..6]}");
}
