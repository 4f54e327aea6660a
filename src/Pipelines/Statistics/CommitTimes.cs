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
    /// <summary>How many are asked for at once: of what a program prints, only an end is kept.</summary>
    private const int Most = 500;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The times of those that are in the checkout; empty where there is none, or no git.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> OfAsync(IEnumerable<string?> commits, CancellationToken cancellation)
    {
        var times = new Dictionary<string, DateTimeOffset>();
        foreach (var some in commits.OfType<string>().Where(CommitHash.IsFull).Distinct().Chunk(Most))
        {
            foreach (var line in (await AskAsync(some, cancellation)).Split('\n'))
            {
                if (line.Split(' ') is [var commit, var time]
                    && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
                {
                    times[commit] = at;
                }
            }
        }

        return times;
    }

    private async Task<string> AskAsync(IEnumerable<string> commits, CancellationToken cancellation)
    {
        try
        {
            var command = new ProcessCommand(
                "git", ["-C", directory, "log", "--no-walk", "--ignore-missing", "--format=%H %cI", .. commits]) { TimeLimit = Limit };
            var result = await processes.RunAsync(command, onLine: null, cancellation);
            return result.Succeeded ? result.Output : "";
        }
        catch (PipelineException)
        {
            return ""; // there is no git
        }
    }
}
