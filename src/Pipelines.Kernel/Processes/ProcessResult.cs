namespace Pipelines.Processes;

/// <summary>The result of a process.</summary>
/// <param name="ExitCode">Its exit status; -1 if it was killed at its time limit.</param>
/// <param name="Output">Standard output and error in order of arrival, the last 64 KiB.</param>
/// <param name="TimedOut">True if it was killed at the time limit.</param>
public sealed record ProcessResult(int ExitCode, string Output, bool TimedOut)
{
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}
