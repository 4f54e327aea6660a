namespace Pipelines.Processes;

/// <summary>The only way to run other programs.</summary>
public interface IProcessRunner
{
    /// <summary>Runs a program until it exits. A non-zero exit status is a result, not an exception.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="onLine">Called with each line of standard output and error as it arrives; null to only collect them.</param>
    /// <param name="cancellation">Kills the program and its child processes.</param>
    /// <exception cref="Errors.PipelineException">The program cannot be started (not found, not executable).</exception>
    Task<ProcessResult> RunAsync(ProcessCommand command, Action<string>? onLine, CancellationToken cancellation);
}
