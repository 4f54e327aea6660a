using Pipelines.Model;

namespace Pipelines.Notifications;

/// <summary>A channel as it is configured.</summary>
/// <param name="Channel">What kind of channel.</param>
/// <param name="Url">Its secret address; null for a comment, whose place the commit tells.</param>
/// <param name="SigningKey">For a webhook: key of the signature; null to send unsigned.</param>
/// <param name="Events">What it is told; null for all.</param>
public sealed record NotifierSpec(NotifierChannel Channel, SecretReference? Url, SecretReference? SigningKey, IReadOnlySet<NotificationEvent>? Events);
