using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Notifiers.Webhooks;

/// <summary>The address of a webhook. It is a secret: anyone who has it can write to the channel.</summary>
public static class WebhookUrl
{
    /// <summary>The address. Only https, or http to this machine, so that the secret is not sent unencrypted.</summary>
    /// <exception cref="PipelineException">Anything else. The text is not included in the message.</exception>
    public static Uri Parse(Secret url) =>
        Uri.TryCreate(url.Reveal().Trim(), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw PipelineException.BadInput("webhook", "the webhook's address is not an https:// address.",
                "Copy it again from the channel's settings.");

    /// <summary>The same address, once it is known to be one.</summary>
    /// <exception cref="PipelineException">It is none.</exception>
    public static Secret Checked(Secret url)
    {
        _ = Parse(url);
        return url;
    }
}
