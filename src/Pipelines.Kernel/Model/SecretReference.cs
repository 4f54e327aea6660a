using System.Diagnostics.CodeAnalysis;

namespace Pipelines.Model;

/// <summary>Where to find a secret; the file never contains the secret itself.</summary>
/// <param name="Kind">Environment variable or file.</param>
/// <param name="Name">Name of the variable, or path of the file.</param>
public sealed record SecretReference(SecretKind Kind, string Name)
{
    public const string Expected = "a reference to a secret: env:NAME or file:PATH";

    public const string SchemaPattern = "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$";

    public static bool TryParse(string text, [NotNullWhen(true)] out SecretReference? reference)
    {
        reference = text.Split(':', 2) switch
        {
            ["env", var name] when NamePattern.Variable.Accepts(name) => new(SecretKind.Variable, name),
            ["file", { Length: > 0 } path] => new(SecretKind.File, path),
            _ => null,
        };
        return reference is not null;
    }

    public override string ToString() => Kind == SecretKind.Variable ? $"env:{Name}" : $"file:{Name}";
}
