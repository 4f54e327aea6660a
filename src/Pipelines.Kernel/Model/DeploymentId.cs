using System.Globalization;

namespace Pipelines.Model;

/// <summary>Ids of deployments: the time of the request and a random part, so that they sort and never meet.</summary>
public static class DeploymentId
{
    public static string New(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..6]}");
}
