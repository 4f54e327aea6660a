namespace Pipelines.Hosts.Hooks;

/// <summary>An executable that runs on the host at a point of the deployment.</summary>
/// <param name="Command">Program and arguments. A relative program is looked up in the release.</param>
/// <param name="Within">Time limit; then it and its children are killed and the deployment fails.</param>
public sealed record HookSpec(IReadOnlyList<string> Command, TimeSpan Within)
{
    public static TimeSpan DefaultWithin { get; } = TimeSpan.FromMinutes(5);
}
