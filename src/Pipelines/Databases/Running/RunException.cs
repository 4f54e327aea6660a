using Pipelines.Errors;

namespace Pipelines.Databases.Running;

/// <summary>A script failed.</summary>
public sealed class RunException(ScriptJob job, ScriptProgress progress, Exception cause) : Exception(cause.Message, cause)
{
    public ScriptJob Job => job;

    public ScriptProgress Progress => progress;

    /// <summary>Whether the connection broke, so that nothing more can be said or done.</summary>
    public bool IsCut => InnerException is StatementException { Cause.IsCut: true };

    public Problem Problem => InnerException switch
    {
        StatementException failed => failed.Problem,
        CheckException failed => failed.Problem,
        _ => new Problem(null, Message),
    };
}
