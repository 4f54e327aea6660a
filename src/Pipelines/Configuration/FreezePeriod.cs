namespace Pipelines.Configuration;

/// <summary>A freeze as GitLab keeps it for a project.</summary>
/// <param name="Begin">When it begins, by cron.</param>
/// <param name="End">When it ends, by cron.</param>
/// <param name="Zone">The time zone of both: an id of IANA, or a name of Ruby on Rails.</param>
public sealed record FreezePeriod(string Begin, string End, string Zone);
