namespace Pipelines.Hosts.Services;

/// <summary>What runs the app on a host.</summary>
public abstract record ServiceSpec
{
    private ServiceSpec()
    {
    }

    /// <summary>A systemd unit.</summary>
    /// <param name="Unit">Its name; may hold <c>{slot}</c>.</param>
    public sealed record Systemd(string Unit) : ServiceSpec;

    /// <summary>A program that we start detached, whose process id and start time we record.</summary>
    /// <param name="Command">Program and arguments; may hold placeholders. A relative program is looked up in the release.</param>
    /// <param name="Grace">From TERM to KILL.</param>
    public sealed record Process(IReadOnlyList<string> Command, TimeSpan Grace) : ServiceSpec;

    /// <summary>The user's own commands, run in the release; status 0 means done, or running.</summary>
    public sealed record Commands(IReadOnlyList<string> Start, IReadOnlyList<string> Stop, IReadOnlyList<string> Status) : ServiceSpec;
}
