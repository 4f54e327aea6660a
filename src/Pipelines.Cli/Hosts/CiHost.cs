namespace Pipelines.Cli.Hosts;

/// <summary>The program that runs us.</summary>
internal enum CiHost
{
    None,
    GitHub,
    GitLab,
}
