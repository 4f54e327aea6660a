using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>What runs the app in one slot.</summary>
internal interface IService
{
    /// <summary>Starts it. Why it could not be started, or null.</summary>
    Task<string?> StartAsync(CancellationToken cancellation);

    /// <summary>Starts it again, as another release. Why it could not be started, or null.</summary>
    async Task<string?> RestartAsync(CancellationToken cancellation)
    {
        await StopAsync(cancellation);
        return await StartAsync(cancellation);
    }

    /// <summary>From now on it is started again when it ends by itself, until it is stopped. What runs under a manager of its own already
    /// has one that sees to it.</summary>
    void Keep()
    {
    }

    /// <summary>How often it was started again since its start; 0 where nobody counts.</summary>
    Task<int> RestartsAsync(CancellationToken cancellation) => Task.FromResult(0);

    /// <summary>Stops it; nothing when it does not run.</summary>
    /// <exception cref="Errors.PipelineException">It cannot be stopped.</exception>
    Task StopAsync(CancellationToken cancellation);

    /// <summary>Null while it runs, else why it does not.</summary>
    Task<string?> DeathAsync(CancellationToken cancellation);

    /// <summary>The last lines that it logged; empty when there are none.</summary>
    Task<string> LogTailAsync(CancellationToken cancellation);

    /// <summary>The program that prints its log; null when it is not known where that is.</summary>
    /// <param name="lines">How many of its last lines.</param>
    /// <param name="follow">Whether to go on with what is added.</param>
    ProcessCommand? LogCommand(int lines, bool follow);
}
