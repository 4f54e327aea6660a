using System.Text;
using System.Text.RegularExpressions;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Health.Checks;

/// <summary>Headers that a health check sends, as configured: strings, or references to secrets.</summary>
public static partial class RequestHeaders
{
    /// <summary>Headers that the HTTP client sets itself.</summary>
    private static readonly string[] Own = ["connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer"];

    private static readonly Key<string> User = Key.Needed("user", "User name: text, env:NAME or file:PATH.", Shapes.Text);
    private static readonly Key<SecretReference> Password = Key.Needed("password", "Password: env:NAME or file:PATH.", Shapes.Secret);

    public static Key<IReadOnlyDictionary<string, string>> Headers { get; } = Key.Optional(
        "headers", "Headers to send; a value of the form env:NAME or file:PATH is read as a secret.", Shapes.Map(Shapes.Text));

    public static Key<(string User, SecretReference Password)?> BasicAuth { get; } = Key.Optional(
        "basic-auth", "User name and password to send.", Shapes.Record(
            "a basic-auth", [User, Password], record => ((string, SecretReference)?)(record.Require(User), record.Require(Password))));

    /// <summary>What is wrong with a header name; null if nothing.</summary>
    public static string? NameProblem(string name) =>
        !Token().IsMatch(name) ? "is not a valid header name."
        : Own.Contains(name, StringComparer.OrdinalIgnoreCase) ? "cannot be set, because the HTTP client sets it."
        : null;

    /// <summary>The headers, with secrets resolved.</summary>
    /// <exception cref="PipelineException">A secret cannot be found, or is not a valid header value.</exception>
    public static IReadOnlyDictionary<string, Secret> Read(ConfigRecord record, ISecretSource secrets)
    {
        var headers = (record.Get(Headers) ?? new Dictionary<string, string>())
            .ToDictionary(pair => pair.Key, pair => Value($"headers.{pair.Key}", pair.Value, secrets), StringComparer.OrdinalIgnoreCase);
        if (record.Get(BasicAuth) is var (user, password))
        {
            var pair = $"{Value("basic-auth.user", user, secrets).Reveal()}:{secrets.Resolve(password).Reveal()}";
            headers["Authorization"] = new Secret($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}");
        }

        return headers;
    }

    /// <summary>Text from a server with everything removed that was sent: a response may echo the request.</summary>
    public static string Redact(string text, IEnumerable<Secret> sent) =>
        sent.SelectMany(secret => secret.Reveal().Split(' ').Append(secret.Reveal())).Where(part => part.Length > 5)
        .OrderByDescending(part => part.Length).Aggregate(text, (said, part) => said.Replace(part, "***", StringComparison.Ordinal));

    private static Secret Value(string where, string text, ISecretSource secrets)
    {
        var value = SecretReference.TryParse(text, out var reference) ? secrets.Resolve(reference) : new Secret(text);
        return !value.Reveal().Any(char.IsControl) ? value : throw PipelineException.BadInput(
            $"health.{where}", "the value contains control characters, such as a line break.", "A header must be a single line.");
    }

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
