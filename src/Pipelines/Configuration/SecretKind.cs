namespace Pipelines.Configuration;

public enum SecretKind
{
    Variable,
    File,
}
