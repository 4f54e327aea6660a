namespace Pipelines.Model;

public enum SecretKind
{
    Variable,
    File,
}
