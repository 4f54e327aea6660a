using System.Globalization;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Processes;

namespace Pipelines.Statistics;

/// <summary>When commits were made, as the checkout knows it.</summary>
/// <param name="processes">Runs git.</param>
/// <param name="directory">A directory in the checkout.</param>
internal sealed class CommitTimes(IProcessRunner processes, string directory)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The times of those that are in the checkout; empty where there is none, or no git.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> OfAsync(IEnumerable<string?> commits, CancellationToken cancellation)
    {
        var times = new Dictionary<string, DateTimeOffset>();
        foreach (var commit in commits.OfType<string>().Where(CommitHash.IsFull).Distinct())
        {
            if (await AskAsync(commit, cancellation) is not { } time)
            {
                continue;
            }

            times[commit] = time;
        }

        return times;
    }

    private async Task<DateTimeOffset?> AskAsync(string commit, CancellationToken cancellation)
    {
        try
        {
            var command = new ProcessCommand("git", ["-C", directory, "show", "--no-patch", "--format=%cI", commit]) { TimeLimit = Limit };
            var result = await processes.RunAsync(command, onLine: null, cancellation);
            return result.Succeeded
                && DateTimeOffset.TryParse(result.Output.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                    ? time : null;
        }
        catch (PipelineException)
        {
            return null; // there is no git
        }
    }
}
