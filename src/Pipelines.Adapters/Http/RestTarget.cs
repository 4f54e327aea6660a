using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Http;

/// <summary>An API and who we are to it.</summary>
/// <param name="Name">The platform, for people.</param>
/// <param name="Base">Where its API begins; without a slash at the end.</param>
/// <param name="Headers">Sent with every request.</param>
/// <param name="TokenHeader">The header that carries the token.</param>
/// <param name="TokenPrefix">What stands before the token there.</param>
/// <param name="Token">The token.</param>
/// <param name="Advice">For a call that was refused: how to give the token what it takes.</param>
internal sealed record RestTarget(
    string Name, string Base, IReadOnlyDictionary<string, string> Headers, string TokenHeader, string TokenPrefix, Secret Token, Func<string, string> Advice)
{
    /// <summary>The base of an API that a platform's variable names.</summary>
    /// <exception cref="PipelineException">It is no https address, nor one of this machine: the token would travel in the open.</exception>
    public static string BaseOf(string variable, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? value.TrimEnd('/')
            : throw PipelineException.BadInput(variable, $"\"{value}\" is not an https:// address, and the token must not travel in the open.");
}
