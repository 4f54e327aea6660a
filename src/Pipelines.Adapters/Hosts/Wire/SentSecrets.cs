using System.Text.Json;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>Secrets that the controller resolved and sent, on a host; by reference, such as <c>env:KEY</c>, or by the name of a variable of
/// the app.</summary>
internal sealed class SentSecrets(IReporter reporter) : ISecretSource
{
    private const string VariableScheme = "variable:";

    private readonly Dictionary<string, Secret> _secrets = [];

    /// <summary>Masks and keeps what a frame contains.</summary>
    /// <exception cref="InvalidDataException">It is no frame of secrets.</exception>
    public void Add(Frame frame)
    {
        try
        {
            var sent = JsonSerializer.Deserialize(frame.Payload.Span, WireJson.Default.DictionaryStringString)!;
            foreach (var (name, value) in sent)
            {
                var secret = new Secret(value);
                reporter.Mask(secret);
                _secrets[name] = secret;
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("expected secrets", e); // the exception's text may contain one
        }
    }

    public Secret Resolve(SecretReference reference) => Find($"{reference}");

    /// <summary>The variables of the app, by the names that <see cref="OfVariable"/> gives them.</summary>
    public IReadOnlyDictionary<string, Secret> Variables => _secrets
        .Where(secret => secret.Key.StartsWith(VariableScheme, StringComparison.Ordinal))
        .ToDictionary(secret => secret.Key[VariableScheme.Length..], secret => secret.Value);

    /// <summary>The name under which a variable of the app is sent.</summary>
    public static string OfVariable(string name) => VariableScheme + name;

    /// <summary>A frame with these.</summary>
    public static ReadOnlyMemory<byte> Write(IEnumerable<KeyValuePair<string, Secret>> secrets) => JsonSerializer.SerializeToUtf8Bytes(
        secrets.ToDictionary(secret => secret.Key, secret => secret.Value.Reveal()), WireJson.Default.DictionaryStringString);

    private Secret Find(string name) => _secrets.TryGetValue(name, out var secret)
        ? secret : throw PipelineException.BadInput(name, "this secret was not sent to the host.");
}
