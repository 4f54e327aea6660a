namespace Pipelines.Errors;

/// <summary>The one table of exit statuses. Help texts and reference pages are generated from it.</summary>
public enum ExitCode
{
    /// <summary>The step did what it was asked.</summary>
    Passed = 0,

    /// <summary>The step failed; what was live is untouched.</summary>
    Failed = 1,

    /// <summary>An input, an option or the configuration file is wrong; nothing was tried.</summary>
    BadInput = 2,

    /// <summary>The gate is closed, or a requirement is not met; nothing was tried.</summary>
    Blocked = 3,

    /// <summary>The deployment failed and what was live before is live again.</summary>
    RolledBack = 4,

    /// <summary>The deployment failed and so did the rollback: a person is needed.</summary>
    RollbackFailed = 5,

    /// <summary>Another deployment of the same environment holds the lease.</summary>
    LeaseHeld = 11,

    /// <summary>A defect of Pipelines itself; the stack trace is printed.</summary>
    Bug = 70,

    /// <summary>Cancelled by a signal.</summary>
    Cancelled = 130,
}
