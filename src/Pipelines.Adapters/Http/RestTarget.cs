using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Http;

/// <summary>An API and our credentials for it.</summary>
/// <param name="Name">The platform's name for display.</param>
/// <param name="Base">The base address of its API, without a trailing slash.</param>
/// <param name="Headers">Sent with every request.</param>
/// <param name="TokenHeader">The header that carries the token.</param>
/// <param name="TokenPrefix">The text before the token in that header.</param>
/// <param name="Token">The token.</param>
/// <param name="Advice">For a rejected call: how to give the token the required permission.</param>
internal sealed record RestTarget(
    string Name, string Base,
    IReadOnlyDictionary<string, string> Headers, string TokenHeader, string TokenPrefix, Secret Token, Func<string, string> Advice)
{
    /// <summary>The base address of an API, from a platform's variable.</summary>
    /// <exception cref="PipelineException">It is not an https address or one on this machine: the token would be sent
    /// unencrypted.</exception>
    public static string BaseOf(string variable, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? value.TrimEnd('/')
            : throw PipelineException.BadInput(variable,
            $"\"{value}\" is not an https:// address, and the token must not be sent unencrypted.");
}
