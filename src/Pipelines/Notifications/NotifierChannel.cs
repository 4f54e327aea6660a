namespace Pipelines.Notifications;

/// <summary>Kinds of channels.</summary>
public enum NotifierChannel
{
    Discord,
    Webhook,
}
