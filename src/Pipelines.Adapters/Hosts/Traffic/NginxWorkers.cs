using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>The worker processes of this machine's nginx. A reload returns at once; the workers of before go on accepting requests, for the
/// servers of before, until the new ones have started.</summary>
/// <param name="clock">For waiting.</param>
internal sealed class NginxWorkers(TimeProvider clock)
{
    private const string Title = "nginx: worker process";
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    /// <summary>How long new ones may take to appear: longer, and nginx is somewhere else, such as in a container.</summary>
    private static readonly TimeSpan Appearing = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(30);

    /// <summary>Those that accept requests.</summary>
    public static IReadOnlyList<Worker> Accepting() =>
        [.. ProcessStat.All().Where(process => TitleOf(process) == Title)
            .Select(process => new Worker(process.ProcessId, process.StartTicks, process.Parent))];

    /// <summary>Waits until none of those from before accepts requests any more, of each nginx that has new ones.</summary>
    public async Task ReplacedAsync(IReadOnlyList<Worker> before, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        for (var state = Look(before); ; state = Look(before))
        {
            if (state is { HasNew: true, OldOnes: false } || clock.GetElapsedTime(start) > (state.HasNew ? Leaving : Appearing))
            {
                return;
            }

            await clock.WaitAsync(Every, cancellation);
        }
    }

    private static (bool HasNew, bool OldOnes) Look(IReadOnlyList<Worker> before)
    {
        var now = Accepting();
        var parents = now.Except(before).Select(worker => worker.Parent).ToHashSet();
        return (parents.Count > 0, now.Intersect(before).Any(worker => parents.Contains(worker.Parent)));
    }

    /// <summary>What a process calls itself; nothing when it is gone.</summary>
    private static string TitleOf(ProcessStat process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process.ProcessId}/cmdline")).TrimEnd('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <param name="Id">Its process.</param>
    /// <param name="Started">When, so that it is not taken for a later one of the same id.</param>
    /// <param name="Parent">The nginx that it belongs to.</param>
    internal readonly record struct Worker(int Id, long Started, int Parent);
}
