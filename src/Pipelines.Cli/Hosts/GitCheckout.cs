using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Processes;

namespace Pipelines.Cli.Hosts;

/// <summary>What a checkout of git knows of a run that is on no platform: worktrees, submodules and shallow clones included.</summary>
/// <param name="processes">Runs git.</param>
/// <param name="directory">A directory in the checkout.</param>
internal sealed class GitCheckout(IProcessRunner processes, string directory)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The origin with what git adds: the commit, with <c>-dirty</c> where tracked files differ from it; the branch, or the tag of a
    /// detached
    /// head; and the name of the person where the system knows only root. Unchanged outside of a checkout, and without git.
    /// </summary>
    public async Task<Origin> CompleteAsync(Origin origin, CancellationToken cancellation)
    {
        if (!IsInside())
        {
            return origin;
        }

        var commit = AskAsync(cancellation, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*");
        var branch = AskAsync(cancellation, "symbolic-ref", "--quiet", "--short", "HEAD");
        var tag = AskAsync(cancellation, "describe", "--tags", "--exact-match", "HEAD");
        var person = AskAsync(cancellation, "config", "user.name");
        return origin with
        {
            Commit = await commit,
            Ref = await branch ?? await tag,
            Actor = origin.Actor is null or "root" ? await person ?? origin.Actor : origin.Actor,
        };
    }

    /// <summary>Whether here or above is <c>.git</c>, a directory or, in worktrees and submodules, a file.</summary>
    private bool IsInside()
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<string?> AskAsync(CancellationToken cancellation, params string[] words)
    {
        try
        {
            var command = new ProcessCommand("git", ["-C", directory, .. words]) 
            {
                TimeLimit = Limit,
                Environment = new Dictionary<string, string?> { ["GIT_OPTIONAL_LOCKS"] = "0" },
            };
            var result = await processes.RunAsync(command, onLine: null, cancellation);
            return result.Succeeded && result.Output.Trim() is { Length: > 0 } said && !said.Contains('\n', StringComparison.Ordinal)
                ? said : null;
        }
        catch (PipelineException)
        {
            return null; // there is no git
        }
    }
}
