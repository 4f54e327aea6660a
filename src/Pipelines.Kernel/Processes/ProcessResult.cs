namespace Pipelines.Processes;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit status; -1 when it was killed at its time limit.</param>
/// <param name="Output">Standard output and error as they came, the last 64 KiB.</param>
/// <param name="TimedOut">True when the time limit ended it.</param>
public sealed record ProcessResult(int ExitCode, string Output, bool TimedOut)
{
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}
