using Pipelines.Errors;

namespace Pipelines.Cli.CommandLine;

/// <summary>The exit status table, for help, references and JSON results.</summary>
internal static class ExitCodes
{
    /// <summary>One line for people.</summary>
    public static string Meaning(ExitCode code) => code switch
    {
        ExitCode.Passed => "Passed.",
        ExitCode.Failed => "Failed; the live release is unchanged.",
        ExitCode.BadInput => "Invalid input: an option, a variable or the configuration file; nothing was attempted.",
        ExitCode.Blocked => "Blocked: the gate is closed or a requirement is not met.",
        ExitCode.RolledBack => "Failed and rolled back: the previous release is live again.",
        ExitCode.RollbackFailed => "Failed, and the rollback failed too: manual action is needed.",
        ExitCode.LeaseHeld => "Another deployment to the same environment holds the lease.",
        ExitCode.Bug => "A bug in pipelines.",
        ExitCode.Cancelled => "Cancelled.",
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };

    /// <summary>The value of <c>result</c> in JSON.</summary>
    public static string Word(ExitCode code) => code switch
    {
        ExitCode.Passed => "passed",
        ExitCode.Failed => "failed",
        ExitCode.BadInput => "bad-input",
        ExitCode.Blocked => "blocked",
        ExitCode.RolledBack => "rolled-back",
        ExitCode.RollbackFailed => "rollback-failed",
        ExitCode.LeaseHeld => "lease-held",
        ExitCode.Bug => "bug",
        ExitCode.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };
}
