namespace Pipelines.Cli.Steps;

/// <summary>Platforms for which <c>init</c> writes a first pipeline.</summary>
internal enum InitPlatform
{
    None,
    GitHub,
    GitLab,
}
