namespace Pipelines.Configuration;

/// <summary>A freeze as configured in a GitLab project.</summary>
/// <param name="Begin">When it begins, as a cron expression.</param>
/// <param name="End">When it ends, as a cron expression.</param>
/// <param name="Zone">The time zone of both: an IANA id, or a Ruby on Rails name.</param>
public sealed record FreezePeriod(string Begin, string End, string Zone);
