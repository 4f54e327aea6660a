using Pipelines.Model;

namespace Pipelines.Notifications;

/// <summary>A channel as configured.</summary>
/// <param name="Channel">What kind of channel.</param>
/// <param name="Url">Its secret address; null for a comment, whose place depends on the commit.</param>
/// <param name="SigningKey">For a webhook: key of the signature; null to send unsigned.</param>
/// <param name="Events">The events it receives; null for all.</param>
public sealed record NotifierSpec(NotifierChannel Channel, SecretReference? Url, SecretReference? SigningKey, IReadOnlySet<NotificationEvent>? Events);
