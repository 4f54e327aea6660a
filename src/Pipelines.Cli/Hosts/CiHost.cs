namespace Pipelines.Cli.Hosts;

/// <summary>Which program runs us.</summary>
internal enum CiHost
{
    None,
    GitHub,
    GitLab,
}
