namespace Pipelines.Hosts.Services;

/// <summary>What runs the app on a host.</summary>
public abstract record ServiceSpec
{
    private ServiceSpec()
    {
    }

    /// <summary>Whether clients wait while it is started again, because something else listens for it.</summary>
    public virtual bool Waits => false;

    /// <summary>A systemd unit.</summary>
    /// <param name="Unit">Its name; may hold <c>{slot}</c>.</param>
    /// <param name="Generated">What it is generated from; null for one that somebody else has written.</param>
    public sealed record Systemd(string Unit, UnitSpec? Generated = null) : ServiceSpec
    {
        public override bool Waits => Generated?.Listen is not null;
    }

    /// <summary>A program that we start detached, whose process id and start time we record.</summary>
    /// <param name="Command">Program and arguments; may hold placeholders. A relative program is looked up in the release.</param>
    /// <param name="Grace">From TERM to KILL.</param>
    public sealed record Process(IReadOnlyList<string> Command, TimeSpan Grace) : ServiceSpec;

    /// <summary>The user's own commands, run in the release; status 0 means done, or running.</summary>
    public sealed record Commands(IReadOnlyList<string> Start, IReadOnlyList<string> Stop, IReadOnlyList<string> Status) : ServiceSpec;
}
