using Pipelines.Hosts.Targets;

namespace Pipelines.Engine;

/// <summary>Asking several hosts at a time.</summary>
internal static class TargetQueries
{
    /// <summary>Asks every host, as many side by side as a deployment prepares.</summary>
    /// <returns>The answers, in the order of the hosts.</returns>
    public static async Task<IReadOnlyList<T>> AskAsync<T>(
        this IReadOnlyList<Target> targets, Func<Target, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        var answers = new T[targets.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = RolloutPlan.Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, answers.Length, limit, async (number, token) => answers[number] = await ask(targets[number], token));
        return answers;
    }
}
