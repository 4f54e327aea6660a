using Pipelines.Reporting;

namespace Pipelines.Forges;

/// <summary>Finds the platform that this run belongs to.</summary>
public interface IForges
{
    /// <param name="token">For its API; null for the job's own, if there is one. One token gives the same forge again, with what it has
    /// read.</param>
    IForge For(Secret? token);
}
