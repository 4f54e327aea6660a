namespace Pipelines.Adapters.Notifiers.Webhooks;

/// <summary>The response of a webhook's server.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The start of the body.</param>
/// <param name="RetryAfter">How long it asks us to wait; null if not specified.</param>
internal sealed record WebhookReply(int Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>True if the same request may succeed later: too many requests, or a server error.</summary>
    public bool IsPassing => Status is 429 or >= 500;
}
