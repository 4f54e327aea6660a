namespace Pipelines.Notifications;

/// <summary>Kinds of channels.</summary>
public enum NotifierChannel
{
    Discord,
    Webhook,

    /// <summary>A comment on the pull or merge request of the commit.</summary>
    Comment,
}
