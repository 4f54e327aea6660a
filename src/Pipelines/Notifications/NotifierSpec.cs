using Pipelines.Configuration.Schema;

namespace Pipelines.Notifications;

/// <summary>A channel as configured.</summary>
/// <param name="Kind">What kind of channel.</param>
/// <param name="Entry">Its entry in the configuration file.</param>
/// <param name="Events">The events it receives; null for all.</param>
public sealed record NotifierSpec(INotifierKind Kind, ConfigRecord Entry, IReadOnlySet<NotificationEvent>? Events);
