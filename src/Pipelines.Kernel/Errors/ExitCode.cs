namespace Pipelines.Errors;

/// <summary>The table of exit statuses. Help texts and reference pages are generated from it.</summary>
public enum ExitCode
{
    /// <summary>The step succeeded.</summary>
    Passed = 0,

    /// <summary>The step failed; the live release is unchanged.</summary>
    Failed = 1,

    /// <summary>An input, an option or the configuration file is wrong; nothing was attempted.</summary>
    BadInput = 2,

    /// <summary>The gate is closed, or a requirement is not met; nothing was attempted.</summary>
    Blocked = 3,

    /// <summary>The deployment failed and was rolled back.</summary>
    RolledBack = 4,

    /// <summary>The deployment failed and so did the rollback: manual action is needed.</summary>
    RollbackFailed = 5,

    /// <summary>Another deployment of the same environment holds the lease.</summary>
    LeaseHeld = 11,

    /// <summary>A bug in Pipelines itself; the stack trace is printed.</summary>
    Bug = 70,

    /// <summary>Cancelled by a signal.</summary>
    Cancelled = 130,
}
