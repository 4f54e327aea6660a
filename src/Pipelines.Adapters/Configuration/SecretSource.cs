using System.Text;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Configuration;

/// <summary>Secrets from environment variables and files.</summary>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="directory">Where relative file paths start.</param>
/// <param name="reporter">Masks every secret before it is returned.</param>
public sealed class SecretSource(Func<string, string?> variable, string directory, IReporter reporter) : ISecretSource
{
    private const int MostBytes = 1024 * 1024;

    public Secret Resolve(SecretReference reference)
    {
        var secret = new Secret(reference.Kind == SecretKind.Variable ? FromVariable(reference) : FromFile(reference));
        reporter.Mask(secret);
        if (!Redaction.Masks(secret))
        {
            reporter.Warning(new Problem(reference.ToString(),
                $"this secret has fewer than {Redaction.LeastLength} characters, so it is not masked: ordinary text would be blanked out.",
                "Use a longer one."));
        }

        return secret;
    }

    private string FromVariable(SecretReference reference) => variable(reference.Name) is { Length: > 0 } value
        ? value
        : throw PipelineException.BadInput(
            reference.ToString(), $"the environment variable {reference.Name} is not set.",
            "Set it in the job, from one of the platform's secrets.");

    private string FromFile(SecretReference reference)
    {
        try
        {
            return Encoding.UTF8.GetString(BoundedFile.Read(Path.Combine(directory, reference.Name), MostBytes)).TrimStart('\uFEFF')
                .TrimEnd('\r', '\n') is { Length: > 0 } value
                ? value
                : throw PipelineException.BadInput(reference.ToString(), "the file is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PipelineException.BadInput(reference.ToString(), $"the file cannot be read: {e.Message}");
        }
    }
}
