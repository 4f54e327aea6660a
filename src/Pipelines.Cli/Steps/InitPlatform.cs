namespace Pipelines.Cli.Steps;

/// <summary>Platforms that <c>init</c> writes a first pipeline for.</summary>
internal enum InitPlatform
{
    None,
    GitHub,
    GitLab,
}
