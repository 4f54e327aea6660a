using NodaTime;
using Pipelines.History;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Gates.Requirements;

/// <summary>How long an environment served the matching deployments.</summary>
/// <param name="Length">All periods together.</param>
/// <param name="IsLive">Whether the last one is still live.</param>
internal sealed record Soak(Duration Length, bool IsLive)
{
    /// <summary>A period ends when another deployment changes the first host, and resumes when that one is rolled back.</summary>
    public static Soak Of(DeploymentHistory history, Func<DeploymentRecord, bool> matches, Instant now)
    {
        var (length, since, live) = (Duration.Zero, (Instant?)null, false);
        foreach (var (record, logged) in history.Deployments.SelectMany(record => record.Events.Select(logged => (record, logged)))
            .OrderBy(each => each.logged.Sequence))
        {
            var at = Instant.FromDateTimeOffset(logged.At);
            if (logged.Event is Activating && since is { } begun)
            {
                (length, since) = (length + (at - begun), null);
            }
            else if (logged.Event is Completed)
            {
                live = matches(record);
                since = live ? since ?? at : null;
            }
            else if (logged.Event is RolledBack && live)
            {
                since ??= at;
            }
        }

        return new(since is { } open ? length + Duration.Max(now - open, Duration.Zero) : length, since is not null);
    }
}
