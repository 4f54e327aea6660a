using Pipelines.Reporting;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>How long what is written to a bucket can be removed by nobody.</summary>
/// <param name="IsCompliance">Whether not even who may bypass governance can.</param>
/// <param name="For">How long, from each write on.</param>
public sealed record ObjectLock(bool IsCompliance, TimeSpan For)
{
    /// <summary>Reads <c>governance:30d</c> or <c>compliance:30d</c>; null when it is neither.</summary>
    public static ObjectLock? Parse(string text) => text.Split(':', 2) is ["governance" or "compliance", var time] && Durations.TryParse(time, out var lasts) && lasts > TimeSpan.Zero
        ? new ObjectLock(text.StartsWith("compliance", StringComparison.Ordinal), lasts)
        : null;
}
