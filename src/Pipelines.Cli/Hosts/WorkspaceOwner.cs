using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Cli.Hosts;

/// <summary>
/// GitHub runs a container action as root in the workspace of the runner's user, whose next checkout cannot delete root's files: files
/// created by a run are handed over to the owner of the workspace.
/// </summary>
internal static class WorkspaceOwner
{
    /// <summary>Where the runner mounts the workspace into a container. Elsewhere there is nothing to hand over.</summary>
    private const string Mount = "/github/workspace";

    public static void GiveBack(CiHost host, Func<string, string?> variable, DateTimeOffset started, IReporter reporter)
    {
        if (host != CiHost.GitHub || variable("GITHUB_WORKSPACE") != Mount || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        try
        {
            Ownership.GiveBack(Mount, started);
        }
        catch (IOException e)
        {
            reporter.Warning(
                new Problem(null, $"some files in the workspace still belong to root: {e.Message}",
                "Delete them before the next checkout."));
        }
    }
}
