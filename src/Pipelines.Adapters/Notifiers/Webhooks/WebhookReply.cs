namespace Pipelines.Adapters.Notifiers.Webhooks;

/// <summary>What a webhook's server answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The beginning of the body.</param>
/// <param name="RetryAfter">How long it asks us to wait; null when it does not say.</param>
internal sealed record WebhookReply(int Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>True when the same request may succeed later: too many requests, or trouble of the server's own.</summary>
    public bool IsPassing => Status is 429 or >= 500;
}
