using Pipelines.Reporting;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>How long objects written to a bucket are protected from removal.</summary>
/// <param name="IsCompliance">Whether even those who may bypass governance mode cannot remove them.</param>
/// <param name="For">How long, starting at each write.</param>
public sealed record ObjectLock(bool IsCompliance, TimeSpan For)
{
    /// <summary>Parses <c>governance:30d</c> or <c>compliance:30d</c>; null if it is neither.</summary>
    public static ObjectLock? Parse(string text) =>
        text.Split(':', 2) is ["governance" or "compliance", var time] && Durations.TryParse(time, out var lasts) && lasts > TimeSpan.Zero
        ? new ObjectLock(text.StartsWith("compliance", StringComparison.Ordinal), lasts)
        : null;
}
